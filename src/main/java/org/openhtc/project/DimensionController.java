package org.openhtc.project;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.openhtc.host.ComputeEnvironment;
import org.openhtc.host.ComputeEnvironments;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;

/** {@code /htc/projects/{projectId}/dimensions}: what the project's jobs are confined to. */
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
    return answer(dimensions.of(access.visible(caller, projectId).id()));
  }

  @PutMapping("/htc/projects/{projectId}/dimensions")
  @ResponseStatus(HttpStatus.CREATED)
  List<ComputeEnvironment> set(
      Caller caller,
      @PathVariable String projectId,
      @RequestBody List<@Nullable Dimension> wanted) {
    return answer(dimensions.set(access.administered(caller, projectId).id(), wanted));
  }

  private List<ComputeEnvironment> answer(List<Dimension> set) {
    List<ComputeEnvironment> there = environments.all();
    return set.stream().map(dimension -> answer(dimension, there)).toList();
  }

  /** With what the machines of the type have, while there are any. */
  private static ComputeEnvironment answer(Dimension wanted, List<ComputeEnvironment> there) {
    return new ComputeEnvironment(
        wanted.region(),
        wanted.machineType(),
        wanted.priority(),
        wanted.computeScalingPolicy(),
        wanted.hyperthreading(),
        there.stream()
            .filter(real -> Objects.equals(real.machineType(), wanted.machineType()))
            .map(ComputeEnvironment::derived)
            .findFirst()
            .orElse(null));
  }
}
