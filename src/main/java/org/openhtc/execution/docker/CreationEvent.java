package org.openhtc.execution.docker;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The event of the creation of a container. A Docker engine keeps its last 256 events in memory
 * only, so it still has this one only if it was not restarted since.
 */
record CreationEvent(EngineRequests requests) {
  /**
   * @param id of the container
   * @param now the present time of the engine: with a later one it would wait until then
   * @return false also if the container has been created before the last 256 events
   */
  boolean isKnown(String id, Instant now) {
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
