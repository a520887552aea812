package org.openhtc.registry;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openhtc.digest.Sha256;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The manifest to which a tag refers: that of one image, or a list with one image per platform.
 *
 * @param digest SHA-256 of the bytes that the registry sent
 * @param configuration digest of the image's configuration, which contains its platform; empty for
 *     a list
 * @param images the digests of a list's Linux images by architecture; empty for a single image
 */
record Manifest(String digest, Optional<String> configuration, Map<String, String> images) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** More than the platforms that there are. */
  private static final int MOST_IMAGES = 1000;

  /** The media types of all manifests that engines can pull, those of Docker and of OCI. */
  static final String ACCEPT =
      "application/vnd.oci.image.index.v1+json,"
          + "application/vnd.docker.distribution.manifest.list.v2+json,"
          + "application/vnd.oci.image.manifest.v1+json,"
          + "application/vnd.docker.distribution.manifest.v2+json";

  /**
   * Reads a manifest, which users may push with any further members: a tree of the whole could need
   * many times its memory. One that is no manifest describes no image.
   */
  static Manifest of(byte[] content) {
    Content read = read(content);
    Map<String, String> images = new TreeMap<>();
    if (read.manifests != null) {
      for (Image image : read.manifests) {
        if (image != null && image.platform != null && "linux".equals(image.platform.os)) {
          // An architecture may have several variants; the first one is preferred.
          images.putIfAbsent(text(image.platform.architecture), text(image.digest));
        }
      }
    }
    Optional<String> configuration = Optional.ofNullable(read.config).map(Reference::digest);
    return new Manifest(digest(content), configuration, images);
  }

  private static Content read(byte[] content) {
    try {
      return Optional.ofNullable(JSON.readValue(content, Content.class)).orElse(Content.NOTHING);
    } catch (JacksonException notAManifest) {
      return Content.NOTHING;
    }
  }

  private static String text(@Nullable String member) {
    return member == null ? "" : member;
  }

  static String digest(byte[] content) {
    return "sha256:" + Sha256.hex(content);
  }

  // Without the annotation, Jackson keeps unknown members of a record until it has read the whole.
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Content(@Nullable Reference config, @Nullable FirstImages manifests) {
    static final Content NOTHING = new Content(null, null);
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Reference(@Nullable String digest) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Image(@Nullable String digest, @Nullable Platform platform) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Platform(@Nullable String os, @Nullable String architecture) {}

  /** Keeps no more images than a list can have. */
  private static final class FirstImages extends ArrayList<@Nullable Image> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean add(@Nullable Image image) {
      return size() < MOST_IMAGES && super.add(image);
    }
  }
}
