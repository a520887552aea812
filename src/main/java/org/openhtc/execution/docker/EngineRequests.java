package org.openhtc.execution.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.http.BodyReader;
import org.openhtc.execution.http.CallTimeoutException;
import org.openhtc.execution.http.HttpCall;
import org.openhtc.execution.http.HttpConnections;
import org.openhtc.execution.http.HttpResponse;
import org.openhtc.execution.http.HttpStatusException;

/**
 * Makes the frequent calls to one engine, on the calling thread and on keep-alive connections, and
 * translates their errors. docker-java would take a thread, large objects and ten times the CPU
 * time for each of them.
 *
 * @param engine its name in messages
 * @param version beginning of each path, such as {@code /v1.41}; empty for the engine's newest
 */
record EngineRequests(HttpConnections http, String engine, String version, EngineTimers timers) {

  HttpCall get(String path) {
    return HttpCall.of("GET", versioned(path));
  }

  HttpCall post(String path) {
    return HttpCall.of("POST", versioned(path));
  }

  HttpCall post(String path, byte[] json) {
    return HttpCall.withJson("POST", versioned(path), json);
  }

  HttpCall delete(String path) {
    return HttpCall.of("DELETE", versioned(path));
  }

  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** The parameter {@code filters} for what belongs to the installation. */
  static String filters(String installation, Map<String, List<String>> others) {
    Map<String, List<String>> filters = new TreeMap<>(others);
    filters.put("label", List.of(ContainerLabels.INSTALLATION + "=" + installation));
    return "filters=" + encoded(EngineJson.write(filters));
  }

  private String versioned(String path) {
    return version + path;
  }

  /**
   * @throws EngineException translated from the engine's error; {@code Unreachable} at the limit
   */
  <T> T send(EngineOperation operation, HttpCall call, BodyReader<T> reader) {
    return translated(
        operation, operation.limit(), () -> http.send(call, operation.limit(), reader));
  }

  /** As {@link #send}, on a new connection: it fails if the engine accepts none. */
  <T> T sendOnNewConnection(EngineOperation operation, HttpCall call, BodyReader<T> reader) {
    return translated(
        operation,
        operation.limit(),
        () -> http.sendOnNewConnection(call, operation.limit(), reader));
  }

  /** Empty if the engine responds that the object does not exist. */
  <T> Optional<T> ifExists(EngineOperation operation, HttpCall call, BodyReader<T> reader) {
    return sendUnless(operation, operation.limit(), call, reader, 404);
  }

  /** Empty if the engine responds with one of these statuses. */
  <T> Optional<T> sendUnless(
      EngineOperation operation,
      Duration limit,
      HttpCall call,
      BodyReader<T> reader,
      int... statuses) {
    return translated(
        operation,
        limit,
        () -> {
          try {
            return Optional.of(http.send(call, limit, reader));
          } catch (HttpStatusException e) {
            if (Arrays.stream(statuses).anyMatch(status -> status == e.status())) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** Sends a body of any length. */
  void upload(String path, InputStream body, String contentType) {
    HttpCall call = HttpCall.withStream("POST", versioned(path), body, contentType);
    send(EngineOperation.UPLOAD, call, BodyReader.NOTHING);
  }

  /** The response to a request whose end is not awaited; the caller closes it. */
  HttpResponse open(EngineOperation operation, HttpCall call) {
    Duration limit = operation.limit();
    return translated(
        operation,
        limit,
        () -> {
          HttpResponse response = http.open(call, limit);
          if (response.status() != 200) {
            throw closed(response);
          }
          return response;
        });
  }

  private static DockerException closed(HttpResponse response) throws IOException {
    try (response) {
      return error(
          response.status(),
          new String(response.body().readNBytes(1 << 16), StandardCharsets.UTF_8));
    }
  }

  private interface Exchange<T> {
    T run() throws IOException;
  }

  private <T> T translated(EngineOperation operation, Duration limit, Exchange<T> exchange) {
    return timers.timed(operation, () -> untimed(operation, limit, exchange));
  }

  private <T> T untimed(EngineOperation operation, Duration limit, Exchange<T> exchange) {
    try {
      return exchange.run();
    } catch (HttpStatusException e) {
      throw ErrorTranslation.translate(engine, operation, error(e.status(), e.body()));
    } catch (CallTimeoutException e) {
      throw new EngineException.Unreachable(
          "%s did not respond to '%s' within %d ms".formatted(engine, operation, limit.toMillis()),
          e);
    } catch (DockerException | IOException e) {
      throw Thread.currentThread().isInterrupted()
          ? new EngineException.Unreachable(
              "interrupted in '%s' at %s".formatted(operation, engine), e)
          : ErrorTranslation.translate(engine, operation, e);
    }
  }

  private static DockerException error(int status, String body) {
    return status == 404 ? new NotFoundException(body) : new DockerException(body, status);
  }
}
