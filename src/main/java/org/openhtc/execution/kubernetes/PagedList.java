package org.openhtc.execution.kubernetes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.openhtc.execution.http.BodyReader;
import org.openhtc.execution.http.HttpCall;
import tools.jackson.databind.JsonNode;

/**
 * Reads a list of objects page by page, as it was at one moment.
 *
 * @param reader reads one page
 */
record PagedList(ApiServer server, BodyReader<JsonNode> reader) {
  private static final int TRIES = 3;

  /** Reads all members of the objects. */
  PagedList(ApiServer server) {
    this(server, Json::read);
  }

  /**
   * @param path of the first page
   * @param sink receives the objects after the last page was read
   * @throws org.openhtc.execution.engine.EngineException.Unreachable if the list can't be read
   */
  void read(ApiCall call, String path, Consumer<JsonNode> sink) {
    server.translated(
        call,
        () -> {
          readOrBeginAgain(call, path).forEach(sink);
          return true;
        });
  }

  /** The server forgets the moment of a list after some minutes, and when it is restarted. */
  private List<JsonNode> readOrBeginAgain(ApiCall call, String path) throws IOException {
    for (int tried = 1; ; tried++) {
      try {
        return readAll(call, path);
      } catch (ApiStatusException e) {
        if (e.code() != ApiStatusException.GONE || tried == TRIES) {
          throw e;
        }
      }
    }
  }

  private List<JsonNode> readAll(ApiCall call, String path) throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    String next = "";
    do {
      String page = next.isEmpty() ? path : path + "&continue=" + ClusterPaths.encoded(next);
      JsonNode list = server.read(call, HttpCall.of("GET", page), call.limit(), reader);
      list.path("items").forEach(objects::add);
      next = list.path("metadata").path("continue").asString("");
    } while (!next.isEmpty());
    return objects;
  }
}
