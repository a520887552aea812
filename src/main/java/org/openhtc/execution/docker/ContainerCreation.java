package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.EngineException;

/** Creates a container if there is none of that name: one call if the name is free. */
record ContainerCreation(DockerClient client, EngineCalls calls) {
  String create(ContainerSpec spec) {
    return calls.within(
        EngineOperation.CREATE,
        () -> {
          try {
            return ContainerRequest.of(client, spec).exec().getId();
          } catch (ConflictException nameInUse) {
            return find(spec, nameInUse);
          }
        });
  }

  private String find(ContainerSpec spec, ConflictException nameInUse) {
    InspectContainerResponse found;
    try {
      found = client.inspectContainerCmd(spec.name()).exec();
    } catch (NotFoundException notVisible) {
      // The name is reserved before the container is visible, and until its last file is deleted.
      throw nameInUse;
    }
    ContainerState state = ContainerStates.of(found);
    if (!state.labels().entrySet().containsAll(spec.labels().entrySet())) {
      throw new EngineException.Refused(
          "the name '%s' belongs to a container that OpenHTC did not create"
              .formatted(spec.name()));
    }
    if (state.phase() != ContainerState.Phase.CREATED) {
      throw new EngineException.AlreadyStarted(
          "container '%s' exists and was started before".formatted(spec.name()));
    }
    return state.id();
  }
}
