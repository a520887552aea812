package org.openhtc.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What stands behind a tag: an image, or a list of one image per platform.
 *
 * @param digest of the bytes that the registry sent
 */
record Manifest(String digest, JsonNode json) {

  /** Everything that engines can pull today, in Docker's words and in OCI's. */
  static final String ACCEPT =
      "application/vnd.oci.image.index.v1+json,"
          + "application/vnd.docker.distribution.manifest.list.v2+json,"
          + "application/vnd.oci.image.manifest.v1+json,"
          + "application/vnd.docker.distribution.manifest.v2+json";

  static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Digest of the image's configuration, which tells its platform; empty for a list. */
  Optional<String> configuration() {
    return Optional.ofNullable(json.at("/config/digest").asString(null));
  }

  /** Digests by architecture of a list's images for Linux; empty for a single image. */
  Map<String, String> images() {
    return json.path("manifests")
        .valueStream()
        .filter(image -> image.at("/platform/os").asString("").equals("linux"))
        .collect(
            Collectors.toMap(
                image -> image.at("/platform/architecture").asString(""),
                image -> image.path("digest").asString(""),
                // Variants of one architecture, the preferred one first.
                (first, later) -> first));
  }
}
