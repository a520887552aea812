package org.openhtc.registry;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openhtc.digest.Sha256;
import tools.jackson.databind.JsonNode;

/**
 * The manifest to which a tag refers: that of one image, or a list with one image per platform.
 *
 * @param digest SHA-256 of the bytes that the registry sent
 */
record Manifest(String digest, JsonNode json) {

  /** The media types of all manifests that engines can pull, those of Docker and of OCI. */
  static final String ACCEPT =
      "application/vnd.oci.image.index.v1+json,"
          + "application/vnd.docker.distribution.manifest.list.v2+json,"
          + "application/vnd.oci.image.manifest.v1+json,"
          + "application/vnd.docker.distribution.manifest.v2+json";

  static String digest(byte[] content) {
    return "sha256:" + Sha256.hex(content);
  }

  /** Digest of the image's configuration, which contains its platform; empty for a list. */
  Optional<String> configuration() {
    return Optional.ofNullable(json.at("/config/digest").asString(null));
  }

  /** The digests of a list's Linux images by architecture; empty for a single image. */
  Map<String, String> images() {
    return json.path("manifests")
        .valueStream()
        .filter(image -> image.at("/platform/os").asString("").equals("linux"))
        .collect(
            Collectors.toMap(
                image -> image.at("/platform/architecture").asString(""),
                image -> image.path("digest").asString(""),
                // An architecture may have several variants; the first one is preferred.
                (first, later) -> first));
  }
}
