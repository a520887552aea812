package org.openhtc.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.s3.StoreMemory.Reservation;

class DiskReserveTest {
  private final DiskReserve disk = new DiskReserve(() -> 1000, 100);

  @Test
  void writesInProgressCountWithTheirWholeLength() throws IOException {
    try (Reservation first = disk.announce(600)) {
      assertRefused(301);
      disk.announce(300).close();
    }
    disk.announce(900).close();
  }

  @Test
  void refusedWriteDoesNotCount() throws IOException {
    assertRefused(901);
    disk.announce(900).close();
  }

  private void assertRefused(long length) {
    assertThatThrownBy(() -> disk.announce(length))
        .isInstanceOfSatisfying(
            S3Error.class, e -> assertThat(e.code()).isEqualTo("InsufficientStorage"));
  }
}
