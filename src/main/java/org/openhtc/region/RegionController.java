package org.openhtc.region;

import jakarta.validation.constraints.NotNull;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Role;
import org.openhtc.body.Body;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /htc/regions}: all regions of the published API, and whether each is enabled here. */
@ApiController
class RegionController {
  private final Regions regions;
  private final ObjectProvider<RegionArchitectures> architectures;

  RegionController(Regions regions, ObjectProvider<RegionArchitectures> architectures) {
    this.regions = regions;
    this.architectures = architectures;
  }

  @GetMapping("/htc/regions")
  List<RegionView> list(
      @RequestParam(required = false) @Nullable CloudProvider cloudProvider,
      @RequestParam(required = false) @Nullable Boolean enabled) {
    Set<RegionName> usable = regions.enabled();
    return Arrays.stream(RegionName.values())
        .filter(region -> cloudProvider == null || region.cloudProvider() == cloudProvider)
        .filter(region -> enabled == null || usable.contains(region) == enabled)
        .map(region -> view(region, usable.contains(region)))
        .toList();
  }

  @GetMapping("/htc/regions/{region}")
  RegionView get(@PathVariable String region) {
    RegionName name = name(region);
    return view(name, regions.isEnabled(name));
  }

  /** Enables a region for projects, or disables it for new ones. */
  @PutMapping("/admin/regions/{region}")
  RegionView set(Caller caller, @PathVariable String region, Body<Setting> setting) {
    caller.require(Role.PLATFORM_ADMIN);
    RegionName name = name(region);
    boolean enabled = setting.read().enabled();
    regions.set(name, enabled, caller.userId());
    return view(name, enabled);
  }

  record Setting(@NotNull(message = "is missing") Boolean enabled) {}

  private static RegionName name(String region) {
    return Arrays.stream(RegionName.values())
        .filter(known -> known.name().equals(region))
        .findFirst()
        .orElseThrow(() -> ApiException.notFound("region", region));
  }

  private RegionView view(RegionName region, boolean enabled) {
    Set<Architecture> supported = EnumSet.noneOf(Architecture.class);
    architectures.stream().map(source -> source.of(region)).forEach(supported::addAll);
    return new RegionView(region, region.cloudProvider(), enabled, supported);
  }

  /**
   * @param supportedArchitectures the architectures of the region's present hosts
   */
  record RegionView(
      RegionName region,
      CloudProvider cloudProvider,
      boolean enabled,
      Collection<Architecture> supportedArchitectures) {}
}
