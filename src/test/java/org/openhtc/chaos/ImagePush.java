package org.openhtc.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.openhtc.digest.Sha256;

/**
 * Stores images in a repository of a registry without an engine, which would hold them afterwards.
 *
 * @param registry its base URL
 * @param token allows pushes to the repository
 */
record ImagePush(HttpClient http, URI registry, String repository, String token) {

  /** Stores a blob; the reference to it in a manifest. */
  Map<String, Object> blob(String mediaType, byte[] content) {
    String digest = "sha256:" + Sha256.hex(content);
    HttpResponse<String> begun = send("POST", path("blobs/uploads/"), "", new byte[0]);
    URI upload =
        registry.resolve(
            begun.headers().firstValue("Location").orElseThrow() + "&digest=" + digest);
    send("PUT", upload, "application/octet-stream", content);
    return Map.of("mediaType", mediaType, "size", content.length, "digest", digest);
  }

  void manifest(String tag, String mediaType, byte[] content) {
    send("PUT", path("manifests/" + tag), mediaType, content);
  }

  private URI path(String end) {
    return registry.resolve("/v2/%s/%s".formatted(repository, end));
  }

  private HttpResponse<String> send(String method, URI uri, String mediaType, byte[] content) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofByteArray(content));
    if (!mediaType.isEmpty()) {
      request.header("Content-Type", mediaType);
    }
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(
            "%d for %s %s: %s".formatted(response.statusCode(), method, uri, response.body()));
      }
      return response;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
