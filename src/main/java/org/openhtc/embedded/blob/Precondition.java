package org.openhtc.embedded.blob;

import org.jspecify.annotations.Nullable;

/**
 * A condition on the present object of a key; nothing else changes the key until the write ends.
 */
@FunctionalInterface
public interface Precondition {
  Precondition NONE = present -> {};

  /**
   * Throws an unchecked exception when the write must not happen.
   *
   * @param present null when there is no such object
   */
  void check(@Nullable BlobInfo present);
}
