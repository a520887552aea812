package org.openhtc.job.submission;

import java.nio.charset.StandardCharsets;

/** The size of the texts that a batch stores. */
final class StoredSize {
  private StoredSize() {}

  /**
   * @param texts as JSON
   * @return bytes in UTF-8
   */
  static int of(String... texts) {
    int bytes = 0;
    for (String text : texts) {
      bytes += text.getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }
}
