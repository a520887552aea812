package org.openhtc.embedded.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;
import org.openhtc.digest.Sha256;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.signature.Hashes;

/** The checksums of content that clients may send and read. */
enum ChecksumAlgorithm {
  CRC32(4),
  CRC32C(4),
  CRC64NVME(8),
  SHA1(20),
  SHA256(32);

  static final String HEADER_PREFIX = "x-amz-checksum-";

  private final int length;

  ChecksumAlgorithm(int length) {
    this.length = length;
  }

  /** A running calculation. */
  interface Calculation {
    void update(byte[] bytes, int offset, int length);

    byte[] value();

    default String base64() {
      return Base64.getEncoder().encodeToString(value());
    }
  }

  /** The request and response header with the value. */
  String header() {
    return HEADER_PREFIX + name().toLowerCase(Locale.ROOT);
  }

  /** The XML element with the value. */
  String element() {
    return "Checksum" + name();
  }

  /** Whether the checksum of an object in parts can be that of its whole content. */
  boolean isForWholeObjects() {
    return this == CRC32 || this == CRC32C || this == CRC64NVME;
  }

  /**
   * Checks the form of a value.
   *
   * @throws S3Error when it is not the checksum of any content
   */
  void checkForm(String value) {
    try {
      if (Base64.getDecoder().decode(value).length == length) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // not base 64, so the error below
    }
    throw S3Error.invalidRequest("Value for %s header is invalid.".formatted(header()));
  }

  /** By its name in requests; empty for an unknown one. */
  static Optional<ChecksumAlgorithm> named(@Nullable String name) {
    return Stream.of(values()).filter(a -> a.name().equalsIgnoreCase(name)).findFirst();
  }

  static Optional<ChecksumAlgorithm> ofHeader(String header) {
    return Stream.of(values()).filter(a -> a.header().equalsIgnoreCase(header)).findFirst();
  }

  Calculation start() {
    return switch (this) {
      case CRC32 -> of(new CRC32());
      case CRC32C -> of(new CRC32C());
      case CRC64NVME -> of(new Crc64Nvme());
      case SHA1 -> of(Hashes.digest("SHA-1"));
      case SHA256 -> of(Sha256.incremental());
    };
  }

  private static Calculation of(MessageDigest digest) {
    return new Calculation() {
      @Override
      public void update(byte[] bytes, int offset, int count) {
        digest.update(bytes, offset, count);
      }

      @Override
      public byte[] value() {
        return digest.digest();
      }
    };
  }

  private Calculation of(Checksum checksum) {
    return new Calculation() {
      @Override
      public void update(byte[] bytes, int offset, int count) {
        checksum.update(bytes, offset, count);
      }

      @Override
      public byte[] value() {
        ByteBuffer all = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue());
        byte[] value = new byte[length];
        all.get(Long.BYTES - length, value);
        return value;
      }
    };
  }
}
