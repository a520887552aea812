package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
    scenario.agent().configured(scenario.hosts.host());
    scenario.pass();
    for (int job = 0; job < VCPUS + 2; job++) {
      jobs.add(scenario.placed("work"));
    }
    scenario.pass();
  }

  @Test
  void jobsBeyondTheRoomAreNotStarted() {
    assertThat(engine.names()).hasSize(VCPUS);
    assertThat(starts(VCPUS)).isZero();
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
    scenario.agent().giveBack(Set.of(jobs.get(0), jobs.get(VCPUS + 1)));
    assertThat(returned()).hasSize(1);
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
  }

  @Test
  void nextProcessStartsNoMoreThanThereIsRoomFor() {
    scenario.restart();
    scenario.pass();
    assertThat(engine.names()).hasSize(VCPUS);
    engine.end(container(0), 0);
    assertThat(starts(VCPUS)).isEqualTo(1);
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
