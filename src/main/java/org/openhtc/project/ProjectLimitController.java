package org.openhtc.project;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.body.Body;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;

/** {@code /htc/projects/{projectId}/limits}. */
@ApiController
class ProjectLimitController {
  private static final String LIMITS = "/htc/projects/{projectId}/limits";
  private static final String LIMIT = LIMITS + "/{id}";
  private static final String RANGE = "must be 0 to 999999";

  private final ProjectLimits limits;
  private final ProjectAccess access;

  ProjectLimitController(ProjectLimits limits, ProjectAccess access) {
    this.limits = limits;
    this.access = access;
  }

  @GetMapping(LIMITS)
  List<ProjectLimit> list(Caller caller, @PathVariable String projectId) {
    return limits.list(caller, projectId);
  }

  @PostMapping(LIMITS)
  @ResponseStatus(HttpStatus.CREATED)
  ProjectLimit set(Caller caller, @PathVariable String projectId, Body<NewProjectLimit> body) {
    access.visible(caller, projectId);
    NewProjectLimit given = body.read();
    return limits.set(caller, projectId, given.modifierRole(), given.vCPUs());
  }

  @DeleteMapping(LIMITS)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void removeAll(Caller caller, @PathVariable String projectId) {
    limits.removeAll(caller, projectId);
  }

  @GetMapping(LIMIT)
  ProjectLimit get(Caller caller, @PathVariable String projectId, @PathVariable int id) {
    return limits.get(caller, projectId, id);
  }

  @PatchMapping(LIMIT)
  ProjectLimit change(
      Caller caller,
      @PathVariable String projectId,
      @PathVariable int id,
      Body<ProjectLimitChange> body) {
    limits.requireChangeable(caller, projectId, id);
    return limits.change(caller, projectId, id, body.read().vCPUs());
  }

  @DeleteMapping(LIMIT)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(Caller caller, @PathVariable String projectId, @PathVariable int id) {
    limits.remove(caller, projectId, id);
  }

  record NewProjectLimit(
      @NotNull(message = "is missing") ModifierRole modifierRole,
      @NotNull(message = "is missing")
          @Min(value = 0, message = RANGE)
          @Max(value = 999_999, message = RANGE)
          Integer vCPUs) {}

  record ProjectLimitChange(
      @NotNull(message = "is missing")
          @Min(value = 0, message = RANGE)
          @Max(value = 999_999, message = RANGE)
          Integer vCPUs) {}
}
