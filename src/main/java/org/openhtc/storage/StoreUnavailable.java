package org.openhtc.storage;

/** The object store could not be reached, did not answer in time or refused; try again later. */
public class StoreUnavailable extends RuntimeException {
  public StoreUnavailable(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  public StoreUnavailable(String sentence) {
    super(sentence);
  }
}
