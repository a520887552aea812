package org.openhtc.storage;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes URLs that allow one request on one object without credentials; asks nobody. */
public interface UrlSigner {

  /** What the holder of the URL may do with the object. */
  enum Method {
    GET,
    PUT
  }

  /**
   * What is to be allowed.
   *
   * @param endpoint where the holder reaches the store; null for AWS's own
   * @param signer null for the service's own key
   */
  record Order(
      Method method,
      String key,
      Duration lifetime,
      @Nullable URI endpoint,
      @Nullable StorageCredentials signer) {}

  URI sign(Order order);
}
