package org.openhtc.execution.docker;

import java.util.Optional;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.http.BodyReader;

/** Reads the descriptions of single containers. */
record ContainerInspection(EngineRequests requests) {
  private static final BodyReader<EngineJson.Inspected> READER =
      EngineJson.reader(EngineJson.Inspected.class);

  /** As the engine describes it; empty if it does not exist. */
  Optional<ContainerState> state(String idOrName) {
    return inspected(EngineOperation.INSPECT, path(idOrName)).map(ContainerStates::of);
  }

  private static String path(String idOrName) {
    return "/containers/%s/json".formatted(idOrName);
  }

  private Optional<EngineJson.Inspected> inspected(EngineOperation operation, String path) {
    return requests.ifExists(operation, requests.get(path), READER);
  }
}
