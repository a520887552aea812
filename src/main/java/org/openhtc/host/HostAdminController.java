package org.openhtc.host;

import jakarta.validation.constraints.NotBlank;
import java.util.Map;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Page;
import org.openhtc.api.PageCursor;
import org.openhtc.api.PageQuery;
import org.openhtc.api.Role;
import org.openhtc.body.Body;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * {@code /admin/hosts}, only for platform administrators: jobs with their secrets run on the
 * engines that are registered here.
 */
@ApiController
class HostAdminController {
  private final HostAdministration hosts;
  private final HostOccupancy occupancy;

  HostAdminController(HostAdministration hosts, HostOccupancy occupancy) {
    this.hosts = hosts;
    this.occupancy = occupancy;
  }

  @GetMapping("/admin/hosts")
  Page<HostView> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    caller.require(Role.PLATFORM_ADMIN);
    PageQuery page = PageQuery.of(pageIndex, pageSize);
    Map<String, Integer> jobs = occupancy.liveJobs();
    Map<String, HostUsage.Used> used = occupancy.used();
    return Page.of(
        hosts.page(page),
        page,
        host -> PageCursor.of(host.name()),
        host -> HostView.of(host, jobs, used));
  }

  @PostMapping("/admin/hosts")
  @ResponseStatus(HttpStatus.CREATED)
  HostView register(Caller caller, Body<NewHost> host) {
    caller.require(Role.PLATFORM_ADMIN);
    return view(hosts.register(host.read().entry()));
  }

  @GetMapping("/admin/hosts/{name}")
  HostView get(Caller caller, @PathVariable String name) {
    caller.require(Role.PLATFORM_ADMIN);
    return view(hosts.get(name));
  }

  @PatchMapping("/admin/hosts/{name}")
  HostView change(Caller caller, @PathVariable String name, Body<HostChange> change) {
    caller.require(Role.PLATFORM_ADMIN);
    HostChange given = change.read();
    hosts.requireChangeable(name, given).ifPresent(occupancy::requireNoContainers);
    return view(hosts.change(name, given));
  }

  @PostMapping("/admin/hosts/{name}/drain")
  HostView drain(Caller caller, @PathVariable String name) {
    caller.require(Role.PLATFORM_ADMIN);
    return view(hosts.drain(name));
  }

  @PostMapping("/admin/hosts/{name}/quarantine")
  HostView quarantine(Caller caller, @PathVariable String name, Body<Quarantine> quarantine) {
    caller.require(Role.PLATFORM_ADMIN);
    return view(hosts.quarantine(name, quarantine.read().reason()));
  }

  @PostMapping("/admin/hosts/{name}/resume")
  HostView resume(Caller caller, @PathVariable String name) {
    caller.require(Role.PLATFORM_ADMIN);
    return view(hosts.resume(name));
  }

  @DeleteMapping("/admin/hosts/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(Caller caller, @PathVariable String name) {
    caller.require(Role.PLATFORM_ADMIN);
    occupancy.requireNoContainers(hosts.requireRemovable(name));
    hosts.remove(name);
  }

  private HostView view(Host host) {
    return HostView.of(host, occupancy.liveJobs(), occupancy.used());
  }

  record Quarantine(
      @NotBlank(message = "is missing")
          @CodePointLength(max = 1000, message = "must have at most {max} characters")
          String reason) {}
}
