package org.openhtc.storage;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.function.Supplier;

/**
 * The content of an object that is not in memory as a whole.
 *
 * @param length in bytes
 * @param open opens the content from its beginning; called again when a request is repeated
 */
public record ObjectContent(long length, Supplier<InputStream> open) {

  public static ObjectContent of(byte[] bytes) {
    return new ObjectContent(bytes.length, () -> new ByteArrayInputStream(bytes));
  }
}
