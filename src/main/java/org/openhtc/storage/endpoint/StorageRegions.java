package org.openhtc.storage.endpoint;

import org.openhtc.api.ApiException;
import org.openhtc.project.Project;
import org.openhtc.region.RegionName;
import org.openhtc.region.Regions;
import org.springframework.stereotype.Component;

/** Checks the region in the path of a storage request. */
@Component
class StorageRegions {
  private final Regions regions;

  StorageRegions(Regions regions) {
    this.regions = regions;
  }

  /**
   * Returns the region.
   *
   * @throws ApiException 404 when it is not enabled
   */
  RegionName enabled(RegionName region) {
    if (!regions.isEnabled(region)) {
      throw ApiException.notFound("storage in region", region.name());
    }
    return region;
  }

  /**
   * Returns the region.
   *
   * @throws ApiException 404 when it is not enabled or not one of the project's
   */
  RegionName of(Project project, RegionName region) {
    if (!project.regions().contains(region)) {
      throw ApiException.notFound("storage of this project in region", region.name());
    }
    return enabled(region);
  }
}
