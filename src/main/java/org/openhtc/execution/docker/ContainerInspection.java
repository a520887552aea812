package org.openhtc.execution.docker;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.http.BodyReader;

/** Reads what an engine knows of single containers. */
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

  /**
   * Whether the engine still has the event of the container's creation. It keeps its last 256
   * events in memory only, so it has this one only if it was not restarted since.
   *
   * @param id of the container
   * @param now the present time of the engine: with a later one it would wait until then
   * @return false also if the event is not among the last 256
   */
  boolean isCreationKnown(String id, Instant now) {
    String filters =
        EngineJson.write(
            Map.of(
                "type",
                List.of("container"),
                "event",
                List.of("create"),
                "container",
                List.of(id)));
    String path =
        "/events?since=0&until=%d.%09d&filters=%s"
            .formatted(now.getEpochSecond(), now.getNano(), EngineRequests.encoded(filters));
    return requests.send(
        EngineOperation.INSPECT, requests.get(path), body -> body.readAllBytes().length > 0);
  }
}
