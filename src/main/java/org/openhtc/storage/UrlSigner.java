package org.openhtc.storage;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Signs URLs that allow one kind of request on one object; calls no other service. */
public interface UrlSigner {

  /** The HTTP method that a URL allows. */
  enum Method {
    GET,
    PUT
  }

  /**
   * What a URL allows, and how it is signed.
   *
   * @param endpoint base URL of the store for the client; null for AWS's own
   * @param signer credentials that sign; null for the service's own key
   */
  record PresignRequest(
      Method method,
      String key,
      Duration lifetime,
      @Nullable URI endpoint,
      @Nullable StorageCredentials signer) {}

  URI sign(PresignRequest request);
}
