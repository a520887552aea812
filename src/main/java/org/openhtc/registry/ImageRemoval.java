package org.openhtc.registry;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.openhtc.api.ApiException;
import org.openhtc.registry.token.Access;
import org.springframework.stereotype.Component;

/**
 * Removes a tag and nothing else. The image itself remains available by its other tags and by its
 * digest, to which running batches are pinned.
 */
@Component
class ImageRemoval {
  private static final int ACCEPTED = 202;
  private static final int NOT_FOUND = 404;
  private static final String TYPE = "application/vnd.docker.distribution.manifest.v2+json";

  private final RegistryClient registry;

  ImageRemoval(RegistryClient registry) {
    this.registry = registry;
  }

  /** Removes the tag if it exists. */
  void remove(String repository, String tag) {
    int status = delete(repository, tag).statusCode();
    if (status != ACCEPTED && status != NOT_FOUND) {
      removeByOverwriting(repository, tag);
    }
  }

  /**
   * Distribution 2 can only delete by digest, which removes every tag of that digest. Therefore the
   * tag is first moved to a new, empty image, and that image is deleted.
   */
  private void removeByOverwriting(String repository, String tag) {
    byte[] config =
        "{\"architecture\":\"none\",\"id\":\"%s\"}"
            .formatted(UUID.randomUUID())
            .getBytes(StandardCharsets.UTF_8);
    upload(repository, config);
    byte[] manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","layers":[],
         "config":{"mediaType":"application/vnd.docker.container.image.v1+json",
                   "size":%d,"digest":"%s"}}
        """
            .formatted(TYPE, config.length, Manifest.digest(config))
            .getBytes(StandardCharsets.UTF_8);
    put(repository + "/manifests/" + tag, repository, TYPE, manifest);
    expect(ACCEPTED, delete(repository, Manifest.digest(manifest)));
  }

  private void upload(String repository, byte[] blob) {
    HttpResponse<byte[]> started =
        registry.send(
            request(repository + "/blobs/uploads/", repository)
                .POST(BodyPublishers.noBody())
                .build());
    expect(ACCEPTED, started);
    String location = started.headers().firstValue("Location").orElseThrow();
    String separator = URI.create(location).getQuery() == null ? "?" : "&";
    put(
        location + separator + "digest=" + Manifest.digest(blob),
        repository,
        "application/octet-stream",
        blob);
  }

  private void put(String path, String repository, String type, byte[] body) {
    HttpRequest request =
        request(path, repository)
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofByteArray(body))
            .build();
    expect(201, registry.send(request));
  }

  private HttpResponse<byte[]> delete(String repository, String reference) {
    return registry.send(
        request(repository + "/manifests/" + reference, repository).DELETE().build());
  }

  private HttpRequest.Builder request(String path, String repository) {
    return registry.request(path, Access.to(repository, Access.PULL, Access.PUSH, Access.DELETE));
  }

  private static void expect(int status, HttpResponse<byte[]> response) {
    if (response.statusCode() != status) {
      throw ApiException.unavailable(
          "The image registry responded with status %d to the removal of an image."
              .formatted(response.statusCode()));
    }
  }
}
