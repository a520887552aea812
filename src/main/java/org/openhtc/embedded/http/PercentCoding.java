package org.openhtc.embedded.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent encoding as in S3's URLs and signatures. */
public final class PercentCoding {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PercentCoding() {}

  /**
   * Encodes all but letters, digits and {@code -._~}.
   *
   * @param kept one more character that is not encoded; 0 for none
   */
  public static String encode(String text, char kept) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (isUnreserved(c) || (c == kept && kept != 0)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  /**
   * Decodes a path.
   *
   * @throws S3Error when it is not the encoding of UTF-8
   */
  public static String decode(String text) {
    if (text.indexOf('%') < 0 && text.chars().allMatch(c -> c < 0x80)) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.write(hex(text, i + 1));
        i += 2;
      } else {
        bytes.write(c); // the server reads the request line as ISO 8859-1
      }
    }
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
      return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
    } catch (CharacterCodingException e) {
      throw malformed();
    }
  }

  private static int hex(String text, int start) {
    if (start + 2 > text.length()
        || !HexFormat.isHexDigit(text.charAt(start))
        || !HexFormat.isHexDigit(text.charAt(start + 1))) {
      throw malformed();
    }
    return HexFormat.fromHexDigits(text, start, start + 2);
  }

  private static S3Error malformed() {
    return S3Error.of(400, "InvalidURI", "Couldn't parse the specified URI.");
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}
