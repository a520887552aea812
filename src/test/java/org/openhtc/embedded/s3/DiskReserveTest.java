package org.openhtc.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openhtc.embedded.http.S3Error;

class DiskReserveTest {
  private static final long STEP = WriteSpace.STEP;
  private static final long RESERVE = STEP / 2;

  private long free = 10 * STEP;
  private final DiskReserve disk = new DiskReserve(() -> free, RESERVE);
  private final OutputStream file =
      new OutputStream() {
        @Override
        public void write(int one) {
          free--;
        }

        @Override
        public void write(byte[] some, int from, int count) {
          free -= count;
        }
      };

  @Test
  void smallWritesInProgressCountWithTheirWholeLength() throws IOException {
    List<WriteSpace> writes = new ArrayList<>();
    for (int i = 0; i < 19; i++) {
      writes.add(disk.begin(STEP / 2));
    }
    assertRefused(1);
    writes.getFirst().close();
    disk.begin(STEP / 2).close();
  }

  @Test
  void writeThatIsLargerThanTheFreeSpaceIsRefusedAtOnceAndDoesNotCount() throws IOException {
    assertRefused(10 * STEP - RESERVE + 1);
    disk.begin(10 * STEP - RESERVE).close();
  }

  /** Declared lengths alone keep nothing from others. */
  @Test
  void largeWritesWithoutContentKeepOneStepEach() throws IOException {
    for (int i = 0; i < 5; i++) {
      disk.begin(4 * STEP);
    }
    disk.begin(4 * STEP).close();
  }

  /** What is written is no longer free, so it must not count twice. */
  @Test
  void writtenContentCountsOnce() throws IOException {
    try (WriteSpace space = disk.begin(8 * STEP)) {
      write(space, 8 * STEP);
      disk.begin(STEP / 2).close();
      assertThat(free).isEqualTo(2 * STEP);
    }
    disk.begin(2 * STEP - RESERVE).close();
  }

  @Test
  void writeEndsBeforeTheReserveIsUsed() throws IOException {
    try (WriteSpace space = disk.begin(8 * STEP)) {
      free -= 4 * STEP; // by others
      assertThatThrownBy(() -> write(space, 8 * STEP)).isInstanceOf(S3Error.class);
      assertThat(free).isGreaterThanOrEqualTo(RESERVE);
    }
  }

  private void write(WriteSpace space, long length) throws IOException {
    OutputStream content = space.into(file);
    byte[] some = new byte[64 << 10];
    for (long left = length; left > 0; left -= some.length) {
      content.write(some, 0, (int) Math.min(some.length, left));
    }
  }

  private void assertRefused(long length) {
    assertThatThrownBy(() -> disk.begin(length))
        .isInstanceOfSatisfying(
            S3Error.class, e -> assertThat(e.code()).isEqualTo("InsufficientStorage"));
  }
}
