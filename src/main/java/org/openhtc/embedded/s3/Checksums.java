package org.openhtc.embedded.s3;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.http.Xml;

/**
 * The checksum that is stored with an object or a part.
 *
 * @param type FULL_OBJECT, or COMPOSITE for a checksum of the parts' checksums
 */
record Checksums(ChecksumAlgorithm algorithm, String value, String type) {
  static final String TYPE_HEADER = ChecksumAlgorithm.HEADER_PREFIX + "type";
  static final String FULL = "FULL_OBJECT";
  static final String COMPOSITE = "COMPOSITE";

  /** Null when none is stored. */
  static @Nullable Checksums of(Map<String, String> attributes) {
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String value = attributes.get(algorithm.header());
      if (value != null) {
        return new Checksums(algorithm, value, attributes.getOrDefault(TYPE_HEADER, FULL));
      }
    }
    return null;
  }

  /** As response headers. */
  Map<String, String> headers() {
    return Map.of(algorithm.header(), value, TYPE_HEADER, type);
  }

  void write(Xml xml) {
    xml.element(algorithm.element(), value).element("ChecksumType", type);
  }
}
