package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.host.HostHealth;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;

/** Jobs that were placed on a host and not started before it lost its isolation. */
class LaunchPermissionTest {
  private static final int VCPUS = 8;
  private static final Isolation NONE = Isolation.none("no iptables");
  private static final Isolation FIREWALL =
      new Isolation(Isolation.Level.FIREWALL, "rules in place");

  private static final JobEvent RETURNED =
      new JobEvent.Returned("Host h1 gets no jobs: it does not isolate its jobs: no iptables");

  private static final JobEvent SUCCEEDED = new JobEvent.Exited(0, false);

  /** Tests of the isolation that have begun and not ended. */
  private final Deque<Runnable> tests = new ArrayDeque<>();

  private final AgentScenario scenario =
      new AgentScenario("h1", engine -> engine, this::runUnlessItTestsTheIsolation);
  private final FakeContainerEngine engine = scenario.engine;

  /** As {@link BackgroundWork#start}. */
  private void runUnlessItTestsTheIsolation(String name, Runnable work) {
    if (name.startsWith("isolation-")) {
      tests.add(work);
    } else {
      work.run();
    }
  }

  @Test
  void jobThatWasPlacedBeforeItsHostLostItsIsolationReturnsAndNeverStarts() {
    scenario.pass();
    reconnectWith(NONE);
    JobId job = scenario.placed("true");
    passes(3);
    assertThat(scenario.hosts.host().health()).isEqualTo(HostHealth.UNFIT);
    assertReturned(job);
  }

  @Test
  void jobReturnsOnlyAfterTheResultOfARenewalIsReported() {
    scenario.pass();
    engine.isolating(NONE);
    scenario.clock.advance(Duration.ofMinutes(5));
    passes(10);
    tests.remove().run();
    JobId job = scenario.placed("true");
    scenario.publish(job, 1);
    assertThat(scenario.hosts.host().health()).isEqualTo(HostHealth.READY);
    passes(1);
    assertThat(scenario.hosts.host().health()).isEqualTo(HostHealth.UNFIT);
    assertThat(scenario.assignments.events()).isEmpty();
    passes(1);
    assertReturned(job);
  }

  @Test
  void preparedContainerIsRemovedAndNeverStartsAfterItsHostLostItsIsolation() {
    scenario.pass();
    for (int job = 0; job < VCPUS; job++) {
      scenario.placed("work");
    }
    JobId waiting = scenario.placed("work");
    scenario.pass();
    assertThat(engine.names()).hasSize(VCPUS + 1);
    reconnectWith(NONE);
    scenario.pass();
    engine.end(engine.running().getFirst(), 0);
    passes(2);
    assertThat(scenario.assignments.events()).contains(RETURNED);
    assertThat(engine.startsOf(waiting)).isZero();
    assertThat(engine.names()).hasSize(VCPUS - 1);
  }

  @Test
  void jobStartsOnlyAfterTheFirstTestOfItsHost() {
    engine.isolatingLater().isolating(FIREWALL);
    JobId job = scenario.placed("true");
    passes(20);
    assertThat(engine.startsOf(job)).isZero();
    assertThat(engine.names()).isEmpty();
    tests.remove().run();
    passes(2);
    assertThat(scenario.assignments.events()).last().isEqualTo(SUCCEEDED);
  }

  @Test
  void jobsReturnFromAHostThatIsNotTestedInTime() {
    engine.isolatingLater().isolating(FIREWALL);
    JobId job = scenario.placed("true");
    passes(20);
    assertThat(scenario.assignments.events()).isEmpty();
    passes(10);
    assertThat(scenario.assignments.events())
        .containsExactly(new JobEvent.Returned("Host h1 was not tested in time"));
    assertThat(engine.startsOf(job)).isZero();
  }

  /** After a restart of the service, jobs may have been placed long ago. */
  @Test
  void jobThatWasPlacedLongAgoWaitsForTheTestOfItsHost() {
    engine.isolatingLater().isolating(FIREWALL);
    scenario.placed("true");
    scenario.clock.advance(Duration.ofHours(1));
    passes(20);
    tests.remove().run();
    passes(2);
    assertThat(scenario.assignments.events()).last().isEqualTo(SUCCEEDED);
  }

  @Test
  void earlierResultDoesNotCountIfTheTestOfANewConnectionFails() {
    scenario.pass();
    engine.failingToIsolate(true);
    reconnectWith(FIREWALL);
    JobId job = scenario.placed("true");
    passes(2);
    assertThat(scenario.hosts.host().health()).isEqualTo(HostHealth.UNFIT);
    assertThat(engine.startsOf(job)).isZero();
    engine.failingToIsolate(false);
    tests.remove().run();
    passes(2);
    assertThat(scenario.assignments.events()).last().isEqualTo(SUCCEEDED);
  }

  private void assertReturned(JobId job) {
    assertThat(scenario.assignments.events()).containsExactly(RETURNED);
    assertThat(engine.startsOf(job)).isZero();
    assertThat(engine.names()).isEmpty();
  }

  private void reconnectWith(Isolation isolation) {
    engine.reachable(false);
    scenario.pass();
    engine.isolating(isolation);
    engine.reachable(true);
  }

  private void passes(int number) {
    for (int pass = 0; pass < number; pass++) {
      scenario.pass();
    }
  }
}
