package org.openhtc.execution.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.http.BodyReader;
import org.openhtc.execution.http.HttpCall;
import org.openhtc.execution.http.HttpConnections;
import org.openhtc.execution.http.HttpResponse;
import org.openhtc.execution.http.HttpStatusException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Makes calls to one API server, within their time limits and the budget of calls.
 *
 * @param name of the cluster in messages
 * @param base before the path of each call; empty for most servers
 * @param authorization the value of the header, read for each call because tokens are renewed;
 *     empty where a client certificate is used instead
 */
record ApiServer(
    HttpConnections http,
    String name,
    String base,
    Supplier<String> authorization,
    CallBudget budget)
    implements AutoCloseable {
  private static final int TRIES = 4;

  private static final String JSON = "application/json";

  /**
   * What the response to a change of an object contains. The rest of the object, which neither side
   * needs, would cost both some CPU time.
   */
  private static final Map<String, String> METADATA = accepting("PartialObjectMetadata");

  static final Map<String, String> METADATA_OF_LIST = accepting("PartialObjectMetadataList");

  private static Map<String, String> accepting(String kind) {
    return Map.of("Accept", JSON + ";as=" + kind + ";g=meta.k8s.io;v=v1");
  }

  /** Reads a body to its end, because an unread one would cost its connection. */
  private static final BodyReader<Boolean> IGNORED =
      body -> {
        body.transferTo(OutputStream.nullOutputStream());
        return true;
      };

  /** The {@code Retry-After} of every response with status 429. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** How a patch changes an object. */
  enum Patch {
    /** Members of the patch replace those of the object. */
    MERGE("application/merge-patch+json"),
    /** A list of operations, which fails as a whole if one of them can't be done. */
    OPERATIONS("application/json-patch+json");

    private final ContentType contentType;

    Patch(String mediaType) {
      this.contentType = ContentType.create(mediaType);
    }
  }

  JsonNode get(ApiCall call, String path) {
    return translated(call, () -> send(call, HttpCall.of("GET", path), call.limit(), Json::read));
  }

  /** Empty if the object does not exist. */
  Optional<JsonNode> find(ApiCall call, String path) {
    return find(call, path, Json::read);
  }

  /** As {@link #find} for a pod, of which {@link Json#readPods} leaves members out. */
  Optional<JsonNode> findPod(ApiCall call, String path) {
    return find(call, path, Json::readPods);
  }

  private Optional<JsonNode> find(ApiCall call, String path, BodyReader<JsonNode> reader) {
    return translated(
        call, () -> ifExists(() -> send(call, HttpCall.of("GET", path), call.limit(), reader)));
  }

  /**
   * Creates an object, and returns its metadata.
   *
   * @throws ApiStatusException with the server's error, such as 409 if there is one of that name
   */
  JsonNode create(ApiCall call, String path, Object object) throws IOException {
    HttpCall request =
        HttpCall.withJson("POST", path, Json.bytes(object)).withHeaders(METADATA).once();
    return send(call, request, call.limit(), Json::read);
  }

  /** Replaces an object, or creates it if there is none. */
  void apply(ApiCall call, String collection, String objectName, Map<String, ?> object) {
    String path = collection + "/" + objectName;
    HttpCall put = HttpCall.withJson("PUT", path, Json.bytes(object));
    Exchange<Boolean> replacement = () -> send(call, put, call.limit(), IGNORED);
    translated(
        call,
        () -> {
          if (ifExists(replacement).isPresent()) {
            return true;
          }
          try {
            create(call, collection, object);
            return true;
          } catch (ApiStatusException e) {
            if (e.code() == ApiStatusException.CONFLICT) {
              return replacement.run(); // another worker or process has created it meanwhile
            }
            throw e;
          }
        });
  }

  /**
   * Changes an object.
   *
   * @throws ApiStatusException with the server's error, such as 404 if there is no such object
   */
  void patch(ApiCall call, String path, Patch kind, Object patch) throws IOException {
    HttpCall request =
        new HttpCall(
            "PATCH",
            path,
            METADATA,
            new ByteArrayEntity(Json.bytes(patch), kind.contentType),
            true,
            false);
    send(call, request, call.limit(), IGNORED);
  }

  /**
   * Deletes an object, if it exists and the preconditions in the options hold; its finalizers may
   * delay that.
   */
  void delete(ApiCall call, String path, Map<String, ?> options) {
    HttpCall request = HttpCall.withJson("DELETE", path, Json.bytes(options));
    translated(
        call,
        () -> {
          try {
            return send(call, request, call.limit(), IGNORED);
          } catch (ApiStatusException e) {
            if (e.code() == 404 || e.code() == ApiStatusException.CONFLICT) {
              return true;
            }
            throw e;
          }
        });
  }

  /** Deletes an object, unless it was changed since its metadata was read. */
  void deleteUnchanged(ApiCall call, String path, JsonNode metadata) {
    Map<String, String> preconditions =
        Map.of(
            "uid", metadata.path("uid").asString(""),
            "resourceVersion", metadata.path("resourceVersion").asString(""));
    delete(call, path, Map.of("preconditions", preconditions));
  }

  /** Deletes the objects that a path selects; their finalizers may delay that. */
  void deleteAll(ApiCall call, String path, Map<String, ?> options) {
    HttpCall request =
        HttpCall.withJson("DELETE", path, Json.bytes(options)).withHeaders(METADATA_OF_LIST);
    translated(call, () -> send(call, request, call.limit(), IGNORED));
  }

  /**
   * Makes a call whose response is not one JSON object.
   *
   * @throws ApiStatusException with the server's error
   */
  <T> T read(ApiCall call, HttpCall request, Duration limit, BodyReader<T> reader)
      throws IOException {
    return send(call, request, limit, reader);
  }

  /** The response to a request whose end is not awaited; the caller closes it. */
  HttpResponse open(ApiCall call, String path) {
    return translated(
        call,
        () -> {
          admit(call);
          HttpCall request = HttpCall.of("GET", path);
          HttpResponse response = http.open(authorized(request), call.limit());
          if (response.status() != 200) {
            try (response) {
              throw ApiStatusException.of(
                  response.status(), new String(response.body().readNBytes(1 << 16), UTF_8));
            }
          }
          return response;
        });
  }

  private <T> T send(ApiCall call, HttpCall request, Duration limit, BodyReader<T> reader)
      throws IOException {
    for (int tried = 1; ; tried++) {
      admit(call);
      try {
        return http.send(authorized(request), limit, reader);
      } catch (HttpStatusException e) {
        if (e.status() != ApiStatusException.TOO_MANY_REQUESTS || tried == TRIES) {
          throw ApiStatusException.of(e);
        }
        budget.pause(PAUSE);
      } catch (JacksonException e) {
        throw new IOException("the response is not that of an API server", e);
      }
    }
  }

  private void admit(ApiCall call) {
    if (!budget.acquire(call.limit())) {
      throw new EngineException.Unreachable(
          "%s: too many calls wait to %s".formatted(name, call), null);
    }
  }

  private HttpCall authorized(HttpCall request) {
    Map<String, String> headers = new TreeMap<>(request.headers());
    headers.putIfAbsent("Accept", JSON);
    String value = authorization.get();
    if (!value.isEmpty()) {
      headers.put("Authorization", value);
    }
    return new HttpCall(
        request.method(),
        base + request.path(),
        headers,
        request.body(),
        request.isRepeatable(),
        request.isLimitedBySilence());
  }

  /** A call that may fail with an error of the server. */
  interface Exchange<T> {
    T run() throws IOException;
  }

  private static <T> Optional<T> ifExists(Exchange<T> exchange) throws IOException {
    try {
      return Optional.of(exchange.run());
    } catch (ApiStatusException e) {
      if (e.code() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Runs an exchange of which no error is expected.
   *
   * @throws EngineException.Unreachable for every error of the connection or the server
   */
  <T> T translated(ApiCall call, Exchange<T> exchange) {
    try {
      return exchange.run();
    } catch (IOException e) {
      throw unreachable(call, e);
    }
  }

  EngineException.Unreachable unreachable(ApiCall call, IOException e) {
    return new EngineException.Unreachable(
        "%s could not %s: %s".formatted(name, call, e.getMessage()), e);
  }

  @Override
  public void close() {
    http.close();
  }
}
