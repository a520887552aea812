package org.openhtc.execution.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiskSpaceTest {

  @Test
  void printedLineIsRead() {
    assertThat(DiskSpace.printed(List.of("something", "disk 2621440 4096 100000 1000000")))
        .isEqualTo(new DiskSpace(10, false));
    assertThat(DiskSpace.printed(List.of("something"))).isNull();
  }

  @Test
  void fewInodesAreLessThanFivePercent() {
    assertThat(DiskSpace.printed(List.of("disk 1 4096 49999 1000000")))
        .isEqualTo(new DiskSpace(0, true));
    assertThat(DiskSpace.printed(List.of("disk 1 4096 0 0"))).isEqualTo(new DiskSpace(0, false));
  }
}
