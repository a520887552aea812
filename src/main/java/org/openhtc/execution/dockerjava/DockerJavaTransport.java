package org.openhtc.execution.dockerjava;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.http.HttpCall;
import org.openhtc.execution.http.HttpConnections;
import org.openhtc.execution.http.HttpResponse;

/**
 * Sends the requests of docker-java's commands, each on a connection of its own. docker-java makes
 * the rare calls, whose requests and responses are large or many.
 */
record DockerJavaTransport(HttpConnections http, Duration longestCall) implements DockerHttpClient {
  @Override
  public Response execute(Request request) {
    try {
      return new StreamedResponse(http.open(call(request), longestCall));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpCall call(Request request) {
    Map<String, String> headers = new HashMap<>(request.headers());
    @Nullable String contentType = headers.remove("content-type");
    headers.remove("accept");
    InputStream body = body(request);
    HttpCall call =
        body == null
            ? HttpCall.of(request.method(), request.path())
            : HttpCall.withStream(
                request.method(),
                request.path(),
                body,
                contentType == null ? "application/json" : contentType);
    return call.withHeaders(headers);
  }

  private static @Nullable InputStream body(Request request) {
    byte[] bytes = request.bodyBytes();
    return bytes == null ? request.body() : new ByteArrayInputStream(bytes);
  }

  /** The connections are closed by their owner. */
  @Override
  public void close() {}

  private record StreamedResponse(HttpResponse response) implements Response {
    @Override
    public int getStatusCode() {
      return response.status();
    }

    @Override
    public Map<String, List<String>> getHeaders() {
      return response.headers();
    }

    @Override
    public InputStream getBody() {
      return response.body();
    }

    @Override
    public void close() {
      response.close();
    }
  }
}
