package org.openhtc.execution.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * HTTP requests for the few operations that docker-java's commands do not send correctly.
 *
 * @param version first segment of each path, such as {@code v1.41}
 */
record PlainRequests(DockerHttpClient transport, String version) {
  /** The caller closes the response. */
  Response get(String path) {
    return send(request(path).method(Request.Method.GET).build());
  }

  void post(String path, InputStream body) {
    send(request(path).method(Request.Method.POST).body(body).build()).close();
  }

  private Request.Builder request(String path) {
    return Request.builder().path("/" + version + path);
  }

  private Response send(Request request) {
    Response response = transport.execute(request);
    int status = response.getStatusCode();
    if (status >= 200 && status < 300) {
      return response;
    }
    try (response) {
      String body = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
      throw status == 404 ? new NotFoundException(body) : new DockerException(body, status);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
