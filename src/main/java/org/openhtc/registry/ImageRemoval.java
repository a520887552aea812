package org.openhtc.registry;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.openhtc.api.ApiException;
import org.springframework.stereotype.Component;

/**
 * Takes a tag away, and nothing else: what the tag stood for stays reachable by other tags and by
 * its digest, which running batches are pinned to.
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

  /** Does nothing when there is no such tag. */
  void remove(String repository, String tag) {
    int status = delete(repository, tag).statusCode();
    if (status != ACCEPTED && status != NOT_FOUND) {
      removeByOverwriting(repository, tag);
    }
  }

  /**
   * Distribution 2 deletes by digest only, with every tag of that digest. So the tag is first given
   * to an image of its own.
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
    HttpResponse<byte[]> begun =
        registry.send(
            to(repository + "/blobs/uploads/", repository).POST(BodyPublishers.noBody()).build());
    expect(ACCEPTED, begun);
    String location = begun.headers().firstValue("Location").orElseThrow();
    String separator = URI.create(location).getQuery() == null ? "?" : "&";
    put(
        location + separator + "digest=" + Manifest.digest(blob),
        repository,
        "application/octet-stream",
        blob);
  }

  private void put(String path, String repository, String type, byte[] body) {
    HttpRequest request =
        to(path, repository)
            .header("Content-Type", type)
            .PUT(BodyPublishers.ofByteArray(body))
            .build();
    expect(201, registry.send(request));
  }

  private HttpResponse<byte[]> delete(String repository, String reference) {
    return registry.send(to(repository + "/manifests/" + reference, repository).DELETE().build());
  }

  private HttpRequest.Builder to(String path, String repository) {
    return registry.to(path, Access.to(repository, Access.PULL, Access.PUSH, Access.DELETE));
  }

  private static void expect(int status, HttpResponse<byte[]> answer) {
    if (answer.statusCode() != status) {
      throw ApiException.unavailable(
          "The image registry answers %d to a removal.".formatted(answer.statusCode()));
    }
  }
}
