package org.openhtc.storage;

import org.openhtc.api.ApiException;
import org.openhtc.project.Project;
import org.openhtc.region.RegionName;
import org.openhtc.region.Regions;
import org.springframework.stereotype.Component;

/** Which regions have a store for whom. */
@Component
class StorageRegions {
  private final Regions regions;

  StorageRegions(Regions regions) {
    this.regions = regions;
  }

  /**
   * The region, when it is enabled.
   *
   * @throws ApiException 404
   */
  RegionName enabled(RegionName region) {
    if (!regions.isEnabled(region)) {
      throw ApiException.notFound("storage in region", region.name());
    }
    return region;
  }

  /**
   * The region, when it is enabled and the project's.
   *
   * @throws ApiException 404
   */
  RegionName of(Project project, RegionName region) {
    if (!project.regions().contains(region)) {
      throw ApiException.notFound("storage of this project in region", region.name());
    }
    return enabled(region);
  }
}
