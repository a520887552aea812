package org.openhtc.project;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.region.RegionName;

/** The ways in which a body can name regions. The first one that is present is used. */
interface RegionChoice {
  /** A documented property. */
  @Nullable List<RegionName> regions();

  /** An undocumented property that the Python client sends in addition to {@code regions}. */
  @Nullable RegionName region();

  /** A documented property, of which {@code regions} is a short form. */
  @Nullable List<RegionSettings> regionSettings();

  /** The named regions, in order and without duplicates; empty if the body names none. */
  default Set<RegionName> named() {
    List<RegionName> list = regions();
    RegionName single = region();
    List<RegionSettings> settings = regionSettings();
    if (list != null && !list.isEmpty()) {
      return new LinkedHashSet<>(list);
    }
    if (single != null) {
      return Set.of(single);
    }
    return settings == null
        ? Set.of()
        : new LinkedHashSet<>(settings.stream().map(RegionSettings::region).toList());
  }

  /** The regions of compute and storage, which must be equal in OpenHTC. */
  record RegionSettings(
      @Valid @NotNull(message = "is missing") ComputeRegionSettings computeSettings,
      @Nullable StorageRegionSettings storageSettings) {

    static RegionSettings of(RegionName region) {
      return new RegionSettings(
          new ComputeRegionSettings(region), new StorageRegionSettings(region));
    }

    RegionName region() {
      RegionName compute = computeSettings.computeRegion();
      RegionName storage = storageSettings == null ? null : storageSettings.storageRegion();
      if (storage != null && storage != compute) {
        throw ApiException.invalid(
            "storageRegion '%s' is not the computeRegion '%s': a region has its own store."
                .formatted(storage, compute));
      }
      return compute;
    }
  }

  record ComputeRegionSettings(@NotNull(message = "is missing") RegionName computeRegion) {}

  record StorageRegionSettings(@Nullable RegionName storageRegion) {}
}
