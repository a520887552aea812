package org.openhtc.execution.docker;

import java.util.Optional;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.EngineException;

/** Creates a container if there is none of that name: one call if the name is free. */
record ContainerCreation(EngineRequests requests) {
  private static final int CONFLICT = 409;

  String create(ContainerSpec spec) {
    String path = "/containers/create?name=" + EngineRequests.encoded(spec.name());
    Optional<EngineJson.Created> created =
        requests.sendUnless(
            EngineOperation.CREATE,
            EngineOperation.CREATE.limit(),
            requests.post(path, ContainerRequest.json(spec)),
            EngineJson.reader(EngineJson.Created.class),
            CONFLICT);
    return created.map(EngineJson.Created::id).orElseGet(() -> find(spec));
  }

  private String find(ContainerSpec spec) {
    ContainerState state = new ContainerInspection(requests).state(spec.name()).orElse(null);
    if (state == null) {
      // The name is reserved before the container is visible, and until its last file is deleted.
      throw new EngineException.Unreachable(
          "%s could not create: the name '%s' is in use by a container that is not visible"
              .formatted(requests.engine(), spec.name()),
          null);
    }
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
