package org.openhtc.embedded.s3;

import java.util.zip.Checksum;

/** The CRC with 64 bits of the NVMe specification, which S3 uses. */
final class Crc64Nvme implements Checksum {
  /** The polynomial 0xAD93D23594C93659 with its bits in reverse order. */
  private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

  private static final int SLICES = 8;
  private static final long[][] TABLES = tables();

  private long crc = -1;

  private static long[][] tables() {
    long[][] tables = new long[SLICES][256];
    for (int i = 0; i < 256; i++) {
      long value = i;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
      }
      tables[0][i] = value;
    }
    for (int i = 0; i < 256; i++) {
      for (int slice = 1; slice < SLICES; slice++) {
        long before = tables[slice - 1][i];
        tables[slice][i] = (before >>> 8) ^ tables[0][(int) (before & 0xFF)];
      }
    }
    return tables;
  }

  @Override
  public void update(int b) {
    crc = (crc >>> 8) ^ TABLES[0][(int) ((crc ^ b) & 0xFF)];
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    for (; i + SLICES <= end; i += SLICES) {
      long word = crc;
      for (int k = 0; k < SLICES; k++) {
        word ^= (bytes[i + k] & 0xFFL) << (8 * k);
      }
      long next = 0;
      for (int k = 0; k < SLICES; k++) {
        next ^= TABLES[SLICES - 1 - k][(int) ((word >>> (8 * k)) & 0xFF)];
      }
      crc = next;
    }
    for (; i < end; i++) {
      update(bytes[i]);
    }
  }

  @Override
  public long getValue() {
    return ~crc;
  }

  @Override
  public void reset() {
    crc = -1;
  }
}
