package org.openhtc.project;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.body.Body;
import org.openhtc.host.published.ComputeEnvironment;
import org.openhtc.host.published.ComputeEnvironments;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * {@code /htc/projects/{projectId}/dimensions}: the combinations to which the project's jobs are
 * restricted.
 */
@ApiController
class DimensionController {
  private final ProjectAccess access;
  private final ProjectDimensions dimensions;
  private final ComputeEnvironments environments;

  DimensionController(
      ProjectAccess access, ProjectDimensions dimensions, ComputeEnvironments environments) {
    this.access = access;
    this.dimensions = dimensions;
    this.environments = environments;
  }

  @GetMapping("/htc/projects/{projectId}/dimensions")
  List<ComputeEnvironment> get(Caller caller, @PathVariable String projectId) {
    return views(dimensions.of(access.visible(caller, projectId).id()));
  }

  @PutMapping("/htc/projects/{projectId}/dimensions")
  @ResponseStatus(HttpStatus.CREATED)
  List<ComputeEnvironment> set(
      Caller caller, @PathVariable String projectId, Body<List<@Nullable Dimension>> requested) {
    UUID project = access.administered(caller, projectId).id();
    return views(dimensions.set(project, requested.read()));
  }

  private List<ComputeEnvironment> views(List<Dimension> stored) {
    List<ComputeEnvironment> available = environments.all();
    return stored.stream().map(dimension -> view(dimension, available)).toList();
  }

  /** Adds the properties of machines with the same type, if there are any. */
  private static ComputeEnvironment view(Dimension stored, List<ComputeEnvironment> available) {
    return new ComputeEnvironment(
        stored.region(),
        stored.machineType(),
        stored.priority(),
        stored.computeScalingPolicy(),
        stored.hyperthreading(),
        available.stream()
            .filter(actual -> Objects.equals(actual.machineType(), stored.machineType()))
            .map(ComputeEnvironment::derived)
            .findFirst()
            .orElse(null));
  }
}
