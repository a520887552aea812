package org.openhtc.registry;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;

/**
 * The image registry: by settings, or handed over by the embedded one.
 *
 * @param host host and port that image references begin with, as {@code docker push} takes them
 * @param url base URL at which this service reaches it
 * @param absence why there is none at all, in a sentence for clients; null when there is one
 */
public record RegistryConnection(String host, URI url, @Nullable String absence) {

  /**
   * What the names of images begin with; ends with a slash.
   *
   * @param path of the images in the registry
   */
  String address(String path) {
    return host + "/" + path + "/";
  }

  /**
   * Tells clients at once where there is no registry.
   *
   * @throws ApiException 503
   */
  void requirePresence() {
    if (absence != null) {
      throw ApiException.unavailable(absence);
    }
  }
}
