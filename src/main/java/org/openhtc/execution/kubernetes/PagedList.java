package org.openhtc.execution.kubernetes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.openhtc.execution.http.BodyReader;
import org.openhtc.execution.http.HttpCall;
import tools.jackson.databind.JsonNode;

/**
 * Reads a list of objects page by page, as it was at one moment.
 *
 * @param reader reads one page
 * @param headers of the requests
 */
record PagedList(ApiServer server, BodyReader<JsonNode> reader, Map<String, String> headers) {
  private static final int TRIES = 3;

  /** Reads all members of the objects. */
  PagedList(ApiServer server) {
    this(server, Json::read, Map.of());
  }

  /** Reads pods, of which {@link Json#readPods} leaves members out. */
  static PagedList ofPods(ApiServer server) {
    return new PagedList(server, Json::readPods, Map.of());
  }

  /** Reads only the metadata of the objects, which may be large. */
  static PagedList ofMetadata(ApiServer server) {
    return new PagedList(server, Json::readPods, ApiServer.METADATA_OF_LIST);
  }

  /**
   * Returns what is kept of each object. That is little, because a list may have thousands.
   *
   * @param path of the first page
   * @param kept makes it when the page of the object was read; for some objects more than once, if
   *     the list begins again
   * @throws org.openhtc.execution.engine.EngineException.Unreachable if the list can't be read
   */
  <T> List<T> read(ApiCall call, String path, Function<JsonNode, T> kept) {
    return server.translated(call, () -> readOrBeginAgain(call, path, kept));
  }

  /** The server forgets the moment of a list after some minutes, and when it is restarted. */
  private <T> List<T> readOrBeginAgain(ApiCall call, String path, Function<JsonNode, T> kept)
      throws IOException {
    for (int tried = 1; ; tried++) {
      try {
        return readAll(call, path, kept);
      } catch (ApiStatusException e) {
        if (e.code() != ApiStatusException.GONE || tried == TRIES) {
          throw e;
        }
      }
    }
  }

  private <T> List<T> readAll(ApiCall call, String path, Function<JsonNode, T> kept)
      throws IOException {
    List<T> objects = new ArrayList<>();
    String next = "";
    do {
      String page = next.isEmpty() ? path : path + "&continue=" + ClusterPaths.encoded(next);
      HttpCall request = HttpCall.of("GET", page).withHeaders(headers);
      JsonNode list = server.read(call, request, call.limit(), reader);
      list.path("items").forEach(object -> objects.add(kept.apply(object)));
      next = list.path("metadata").path("continue").asString("");
    } while (!next.isEmpty());
    return objects;
  }
}
