package org.openhtc.execution.fitness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.MeasureBuilder.aMeasure;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.execution.TestSettings;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.fitness.HostFitness.Fault;
import org.openhtc.host.FakeHosts;
import org.openhtc.host.HostHealth;
import org.openhtc.testing.SettableClock;

/**
 * In any order of failures, the party at fault is the right one, and few failures are misjudged.
 */
class HostFitnessTest {
  private static final int STEPS = 2_000;

  private final SettableClock clock = new SettableClock();
  private final FakeHosts hosts = new FakeHosts("h1", clock);
  private final FakeContainerEngine engine = new FakeContainerEngine(clock);
  private final HostFitness fitness =
      new HostFitness("h1", host -> result(), hosts, TestSettings.DEFAULTS.quarantine(), clock);
  private boolean isBroken;
  private int tests;

  @BeforeEach
  void readyHost() {
    hosts.reportReachable(hosts.host(), aMeasure().build());
  }

  private TestResult result() {
    tests++;
    return isBroken ? new TestResult.Failed("broken") : new TestResult.Passed();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void noFailureOnAFitHostIsItsFault(int seed) {
    Random random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      clock.advance(Duration.ofMillis(random.nextInt(random.nextBoolean() ? 100 : 30_000)));
      if (random.nextBoolean()) {
        assertThat(fitness.of(engine)).isEqualTo(Fault.JOB);
      } else {
        fitness.succeeded(engine, Duration.ofMillis(random.nextInt(5_000)));
      }
      assertThat(hosts.host().health()).isEqualTo(HostHealth.READY);
      assertThat(fitness.awaitUnfitReason()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void hostThatBreaksIsFoundWithinAFewFailures(int seed) {
    Random random = new Random(seed);
    for (int job = random.nextInt(10); job > 0; job--) {
      fitness.of(engine);
      clock.advance(Duration.ofMillis(random.nextInt(60_000)));
    }
    isBroken = true;
    int blamedJobs = 0;
    while (fitness.of(engine) == Fault.JOB) {
      blamedJobs++;
    }
    assertThat(blamedJobs).isLessThan(2 * Evidence.FIRST_ALLOWANCE);
    assertThat(hosts.host().health()).isEqualTo(HostHealth.QUARANTINED);
    assertThat(fitness.awaitUnfitReason()).contains("A test container failed on it: broken");
    assertThat(fitness.of(engine)).isEqualTo(Fault.HOST);
  }

  @Test
  void manyFailuresOfJobsNeedFewTests() {
    for (int failure = 0; failure < 10_000; failure++) {
      fitness.of(engine);
      clock.advance(Duration.ofMillis(1));
    }
    assertThat(tests).isLessThan(25);
  }

  @Test
  void shortSuccessesNeedATestInTenMinutes() {
    for (int success = 0; success < 10_000; success++) {
      fitness.succeeded(engine, Duration.ofMillis(100));
      clock.advance(Duration.ofMillis(100));
    }
    assertThat(tests).isEqualTo(2);
  }

  @Test
  void administratorMayEndAQuarantine() {
    isBroken = true;
    fitness.of(engine);
    hosts.release("h1");
    fitness.releaseWhenDue(engine);
    assertThat(fitness.awaitUnfitReason()).isEmpty();
  }
}
