package org.openhtc.storage;

/**
 * The object store was unreachable, did not respond in time or refused the request; the caller may
 * retry later.
 */
public class StoreUnavailable extends RuntimeException {
  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  public StoreUnavailable(String message) {
    super(message);
  }
}
