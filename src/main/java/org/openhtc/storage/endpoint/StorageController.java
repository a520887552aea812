package org.openhtc.storage.endpoint;

import java.util.List;
import org.openhtc.api.ApiController;
import org.openhtc.region.CloudProvider;
import org.openhtc.region.RegionName;
import org.openhtc.region.Regions;
import org.openhtc.storage.ObjectStoreConnection;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** {@code /htc/storage}: the stores of the enabled regions. */
@ApiController
class StorageController {
  private final Regions regions;
  private final StorageRegions stores;
  private final ObjectStoreConnection store;

  StorageController(Regions regions, StorageRegions stores, ObjectStoreConnection store) {
    this.regions = regions;
    this.stores = stores;
    this.store = store;
  }

  @GetMapping("/htc/storage")
  List<StorageView> list() {
    return regions.enabled().stream().map(this::view).toList();
  }

  @GetMapping("/htc/storage/region/{region}")
  StorageView get(@PathVariable RegionName region) {
    return view(stores.enabled(region));
  }

  private StorageView view(RegionName region) {
    return new StorageView(store.bucket(), region, region.cloudProvider());
  }

  /** {@code RegionStorageOption} of the published API. */
  record StorageView(String storageName, RegionName region, CloudProvider provider) {}
}
