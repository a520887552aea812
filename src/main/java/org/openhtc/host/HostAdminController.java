package org.openhtc.host;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.api.Page;
import org.openhtc.api.PageCursor;
import org.openhtc.api.PageQuery;
import org.openhtc.api.Role;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/** {@code /admin/hosts}, for platform administrators: whoever names an engine gets its jobs. */
@ApiController
class HostAdminController {
  private final HostAdministration hosts;
  private final HostTies ties;

  HostAdminController(HostAdministration hosts, HostTies ties) {
    this.hosts = hosts;
    this.ties = ties;
  }

  @GetMapping("/admin/hosts")
  Page<HostAnswer> list(
      Caller caller,
      @RequestParam(required = false) @Nullable String pageIndex,
      @RequestParam(required = false) @Nullable Integer pageSize) {
    caller.require(Role.PLATFORM_ADMIN);
    PageQuery page = PageQuery.of(pageIndex, pageSize);
    Map<String, Integer> jobs = ties.liveJobs();
    return Page.of(
        hosts.page(page),
        page,
        host -> PageCursor.of(host.name()),
        host -> HostAnswer.of(host, jobs));
  }

  @PostMapping("/admin/hosts")
  @ResponseStatus(HttpStatus.CREATED)
  HostAnswer register(Caller caller, @Valid @RequestBody NewHost host) {
    caller.require(Role.PLATFORM_ADMIN);
    return answer(hosts.register(host.entry()));
  }

  @GetMapping("/admin/hosts/{name}")
  HostAnswer get(Caller caller, @PathVariable String name) {
    caller.require(Role.PLATFORM_ADMIN);
    return answer(hosts.get(name));
  }

  @PatchMapping("/admin/hosts/{name}")
  HostAnswer change(
      Caller caller, @PathVariable String name, @Valid @RequestBody HostChange change) {
    caller.require(Role.PLATFORM_ADMIN);
    hosts.leaving(name, change).ifPresent(ties::requireNoContainers);
    return answer(hosts.change(name, change));
  }

  @PostMapping("/admin/hosts/{name}/drain")
  HostAnswer drain(Caller caller, @PathVariable String name) {
    caller.require(Role.PLATFORM_ADMIN);
    return answer(hosts.drain(name));
  }

  @PostMapping("/admin/hosts/{name}/quarantine")
  HostAnswer quarantine(
      Caller caller, @PathVariable String name, @Valid @RequestBody Quarantine quarantine) {
    caller.require(Role.PLATFORM_ADMIN);
    return answer(hosts.quarantine(name, quarantine.reason()));
  }

  @PostMapping("/admin/hosts/{name}/resume")
  HostAnswer resume(Caller caller, @PathVariable String name) {
    caller.require(Role.PLATFORM_ADMIN);
    return answer(hosts.resume(name));
  }

  @DeleteMapping("/admin/hosts/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(Caller caller, @PathVariable String name) {
    caller.require(Role.PLATFORM_ADMIN);
    ties.requireNoContainers(hosts.removable(name));
    hosts.remove(name);
  }

  private HostAnswer answer(Host host) {
    return HostAnswer.of(host, ties.liveJobs());
  }

  record Quarantine(
      @NotBlank(message = "is missing")
          @Size(max = 1000, message = "must have at most {max} characters")
          String reason) {}
}
