package org.openhtc.embedded.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.s3.ChecksumAlgorithm.Calculation;
import org.openhtc.embedded.signature.Hashes;

/** Copies stored content and calculates its checksums. */
final class Copying {
  private static final int BUFFER = 64 << 10;

  private final MessageDigest md5 = Hashes.digest("MD5");
  private final @Nullable ChecksumAlgorithm algorithm;
  private final @Nullable Calculation calculation;
  private @Nullable String checksum;

  Copying(Optional<ChecksumAlgorithm> algorithm) {
    this.algorithm = algorithm.orElse(null);
    this.calculation = this.algorithm == null ? null : this.algorithm.start();
  }

  /** Several contents can be copied one after another. */
  void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      md5.update(buffer, 0, count);
      if (calculation != null) {
        calculation.update(buffer, 0, count);
      }
      out.write(buffer, 0, count);
    }
  }

  /** Of all that was copied; to be called once. */
  String md5() {
    return HexFormat.of().formatHex(md5.digest());
  }

  /** Of all that was copied, as headers to store; empty when no algorithm was given. */
  Map<String, String> checksums() {
    if (algorithm == null || calculation == null) {
      return Map.of();
    }
    if (checksum == null) {
      checksum = calculation.base64();
    }
    return new Checksums(algorithm, checksum, Checksums.FULL).headers();
  }
}
