package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.TestBatch;
import org.openhtc.execution.TestSettings;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;

/** Jobs beyond the eight vCPUs of the host. */
class PlacedAheadTest {
  private static final String HOST = "h1";
  private static final int VCPUS = 8;

  private final AgentScenario scenario = new AgentScenario(HOST);
  private final FakeContainerEngine engine = scenario.engine;
  private final List<JobId> jobs = new ArrayList<>();

  @BeforeEach
  void fullHostWithTwoMoreJobs() {
    scenario.pass();
    for (int job = 0; job < VCPUS + 2; job++) {
      jobs.add(scenario.placed("work"));
    }
    scenario.pass();
  }

  @Test
  void containersBeyondTheRoomAreCreatedAndNotStarted() {
    assertThat(engine.names()).hasSize(VCPUS + 2);
    assertThat(engine.running()).hasSize(VCPUS);
    assertThat(starts(VCPUS)).isZero();
  }

  @Test
  void containersForNoMoreThanSixteenVcpusAreCreatedAhead() {
    for (int job = 0; job < 50; job++) {
      jobs.add(scenario.placed("work"));
    }
    for (int ended = 0; ended < 3 * VCPUS; ended++) {
      if (ended % VCPUS == 0) {
        scenario.pass(); // makes slots in proportion to the ends
      }
      engine.end(container(ended), 0);
    }
    scenario.pass();
    scenario.pass();
    assertThat(engine.names()).hasSize(VCPUS + 16);
    assertThat(engine.running()).hasSize(VCPUS);
  }

  @Test
  void nextJobStartsAsSoonAsOneHasEnded() {
    engine.end(container(3), 0);
    assertThat(starts(VCPUS)).isEqualTo(1);
    assertThat(starts(VCPUS + 1)).isZero();
    engine.end(container(4), 137);
    assertThat(starts(VCPUS + 1)).isEqualTo(1);
  }

  @Test
  void jobThatIsRequestedReturnsUnlessItHasStarted() {
    scenario.agent().returnToQueue(Set.of(jobs.get(0), jobs.get(VCPUS + 1)));
    assertThat(returned()).hasSize(1);
    assertThat(engine.names()).hasSize(VCPUS + 1);
    assertThat(scenario.assignments.find(HOST, jobs.get(VCPUS + 1), 1)).isEmpty();
    assertThat(scenario.assignments.find(HOST, jobs.get(0), 1)).isPresent();
  }

  @Test
  void jobsReturnAfterSomeTime() {
    scenario.clock.advance(Duration.ofSeconds(31));
    scenario.pass();
    assertThat(returned()).hasSize(2);
    assertThat(engine.names()).hasSize(VCPUS);
  }

  @Test
  void jobsReturnWhenTheHostIsDrained() {
    scenario.hosts.drain();
    scenario.agent().configured(scenario.hosts.host());
    scenario.pass();
    assertThat(returned()).hasSize(2);
    assertThat(engine.names()).hasSize(VCPUS);
  }

  @Test
  void jobIsPlacedOnTheHostAgainAfterItsReturn() {
    JobId job = jobs.get(VCPUS);
    scenario.agent().returnToQueue(Set.of(job));
    scenario.clock.advance(Duration.ofSeconds(1));
    scenario.assignments.place(HOST, job, 1, scenario.clock.instant());
    scenario.publish(job, 1);
    assertThat(engine.names()).hasSize(VCPUS + 2);
    engine.end(container(0), 0);
    engine.end(container(1), 0);
    assertThat(starts(VCPUS)).isEqualTo(1);
  }

  @Test
  void cancelledJobIsRemovedAndNeverStarts() {
    scenario.assignments.cancel(jobs.get(VCPUS));
    scenario.pass();
    assertThat(scenario.assignments.events()).last().isEqualTo(new JobEvent.Cancelled());
    assertThat(engine.names()).hasSize(VCPUS + 1);
    engine.end(container(0), 0);
    assertThat(starts(VCPUS)).isZero();
    assertThat(starts(VCPUS + 1)).isEqualTo(1);
  }

  @Test
  void removedContainerIsCreatedAgain() {
    engine.removeFromOutside(container(VCPUS));
    assertThat(engine.names()).hasSize(VCPUS + 2);
    engine.end(container(0), 0);
    assertThat(starts(VCPUS)).isEqualTo(1);
  }

  @Test
  void nextProcessStartsNoMoreThanThereIsRoomFor() {
    scenario.restart();
    scenario.pass();
    scenario.pass();
    assertThat(engine.names()).hasSize(VCPUS + 2);
    assertThat(engine.running()).hasSize(VCPUS);
    engine.end(container(0), 0);
    assertThat(starts(VCPUS)).isEqualTo(1);
    assertThat(starts(VCPUS + 1)).isZero();
  }

  @Test
  void nextProcessRemovesContainersOfJobsThatLeftTheHost() {
    scenario.assignments.endedElsewhere(jobs.get(VCPUS));
    scenario.restart();
    scenario.pass();
    assertThat(engine.names()).hasSize(VCPUS + 1).doesNotContain(container(VCPUS));
    engine.end(container(0), 0);
    assertThat(starts(VCPUS)).isZero();
    assertThat(starts(VCPUS + 1)).isEqualTo(1);
  }

  @Test
  void jobsOfALostHostNeverStartThere() {
    engine.reachable(false);
    scenario.pass();
    scenario.clock.advance(TestSettings.DEFAULTS.hostLostAfter().plusSeconds(1));
    scenario.pass();
    assertThat(scenario.assignments.onHost(HOST)).isEmpty();
    engine.reachable(true);
    scenario.pass();
    assertThat(engine.names()).isEmpty();
    assertThat(starts(VCPUS)).isZero();
  }

  @Test
  void timeoutCountsFromTheStart() {
    Duration timeout = Duration.ofSeconds(TestBatch.of("work").definition().execTimeoutSeconds());
    scenario.clock.advance(Duration.ofSeconds(20));
    engine.end(container(0), 0);
    scenario.clock.advance(timeout.minusSeconds(10));
    scenario.pass();
    assertThat(engine.running()).contains(container(VCPUS)).doesNotContain(container(1));
  }

  private List<JobEvent> returned() {
    return scenario.assignments.events().stream()
        .filter(JobEvent.Returned.class::isInstance)
        .toList();
  }

  private int starts(int job) {
    return engine.starts(container(job));
  }

  private String container(int job) {
    return AgentScenario.container(jobs.get(job), 1);
  }
}
