package org.openhtc.embedded.http;

import java.util.Locale;

/** Writes keys to XML, encoded for URLs if the client wants that. */
public record KeyWriter(boolean isEncoding) {

  /**
   * By the parameter {@code encoding-type}.
   *
   * @throws S3Error when it has another value than {@code url}
   */
  public static KeyWriter of(QueryParameters query) {
    String type = query.nonEmpty("encoding-type");
    if (type != null && !type.toLowerCase(Locale.ROOT).equals("url")) {
      throw S3Error.invalid("Invalid Encoding Method specified in Request");
    }
    return new KeyWriter(type != null);
  }

  public KeyWriter write(Xml xml, String element, String key) {
    xml.element(element, isEncoding ? PercentCoding.encode(key, '/') : key);
    return this;
  }
}
