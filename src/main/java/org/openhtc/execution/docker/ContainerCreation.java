package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.EngineException;

/** Makes a container once, however often it is asked for. */
record ContainerCreation(DockerClient client, EngineCalls calls) {
  String create(ContainerSpec spec) {
    return calls.within(
        Verb.CREATE,
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
    } catch (NotFoundException notYetOrNoMore) {
      // The name is taken before the container can be seen, and until its last file is deleted.
      throw nameInUse;
    }
    if (!ContainerStates.of(found).labels().entrySet().containsAll(spec.labels().entrySet())) {
      throw new EngineException.Refused(
          "the name '%s' belongs to somebody else's container".formatted(spec.name()));
    }
    return found.getId();
  }
}
