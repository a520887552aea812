package org.openhtc.registry;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;

/**
 * How the image registry is reached: from the settings, or provided by the embedded registry.
 *
 * @param host host and port at the start of image references, in the form of {@code docker push}
 * @param url base URL that this service uses
 * @param absence message for clients that explains why there is no registry; null when there is one
 */
public record RegistryConnection(String host, URI url, @Nullable String absence) {

  /**
   * The common prefix of the names of images; ends with a slash.
   *
   * @param path path of the images in the registry
   */
  String address(String path) {
    return host + "/" + path + "/";
  }

  /**
   * Checks that there is a registry.
   *
   * @throws ApiException 503 with the reason when there is none
   */
  void requireRegistry() {
    if (absence != null) {
      throw ApiException.unavailable(absence);
    }
  }
}
