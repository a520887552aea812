package org.openhtc.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Sha256Test {
  /** From the examples of FIPS 180-2, appendix B. */
  private static final String OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void digestIsThatOfTheStandard() {
    assertThat(Sha256.hex("abc")).isEqualTo(OF_ABC);
    assertThat(Sha256.hex("abc".getBytes(UTF_8))).isEqualTo(OF_ABC);
    assertThat(Sha256.of("abc")).isEqualTo(HexFormat.of().parseHex(OF_ABC));
  }

  @Test
  void textIsDigestedAsUtf8() {
    assertThat(Sha256.of("ä")).isEqualTo(Sha256.of(new byte[] {(byte) 0xc3, (byte) 0xa4}));
  }

  @Test
  void contentMayComeInPieces() {
    MessageDigest digest = Sha256.incremental();
    digest.update((byte) 'a');
    digest.update("bc".getBytes(UTF_8));
    assertThat(digest.digest()).isEqualTo(Sha256.of("abc"));
  }
}
