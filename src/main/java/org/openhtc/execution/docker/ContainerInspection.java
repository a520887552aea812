package org.openhtc.execution.docker;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.http.BodyReader;

/** Reads what an engine knows of single containers. */
record ContainerInspection(EngineRequests requests) {
  /** The limit is fixed in Docker's source. */
  private static final int KEPT_EVENTS = 256;

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
   * Whether the engine was restarted since it created the container, as far as its events show: it
   * keeps the last {@value #KEPT_EVENTS} ones in memory only.
   *
   * @param id of the container
   * @param until a time of the engine's clock after the creation, for which the response waits
   * @return false also if there were so many events since that they show nothing
   */
  boolean hasForgottenCreation(String id, Instant until) {
    String path =
        "/events?since=0&until=%d.%09d".formatted(until.getEpochSecond(), until.getNano());
    List<EngineJson.Event> events =
        requests.send(EngineOperation.INSPECT, requests.get(path), ContainerInspection::events);
    return events.size() < KEPT_EVENTS && events.stream().noneMatch(event -> isCreation(event, id));
  }

  private static List<EngineJson.Event> events(InputStream body) throws IOException {
    List<EngineJson.Event> events = new ArrayList<>();
    EngineJson.values(EngineJson.Event.class, body).forEachRemaining(events::add);
    return events;
  }

  private static boolean isCreation(EngineJson.Event event, String id) {
    EngineJson.Actor actor = event.actor();
    return "create".equals(event.action()) && actor != null && id.equals(actor.id());
  }
}
