package org.openhtc.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The short form of {@code ./openhtc chaos}: one seed. */
class ChaosIT {
  private static final Duration TIME = Duration.ofSeconds(8);

  @Test
  void noJobIsLostOrCountedTwiceWhileEverythingBreaks() throws Exception {
    try (ChaosCluster cluster = ChaosCluster.simulated()) {
      RunResult result = new ChaosRun(cluster, 1, TIME).run();
      assertThat(result.violations()).isEmpty();
      assertThat(result.jobs()).isGreaterThan(200);
    }
  }
}
