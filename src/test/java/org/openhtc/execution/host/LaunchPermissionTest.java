package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.host.HostHealth;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;

/** Jobs that were placed on a host while it isolated its jobs, and that it has not started yet. */
class LaunchPermissionTest {
  private static final int VCPUS = 8;
  private static final Isolation NONE = Isolation.none("no iptables");
  private static final Isolation FIREWALL =
      new Isolation(Isolation.Level.FIREWALL, "rules in place");

  private static final JobEvent RETURNED =
      new JobEvent.Returned("Host h1 gets no jobs: it does not isolate its jobs: no iptables");

  /** Tests of the isolation that have begun and not ended. */
  private final Deque<Runnable> tests = new ArrayDeque<>();

  private final AgentScenario scenario =
      new AgentScenario("h1", engine -> engine, this::runUnlessItTestsTheIsolation);

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
    scenario.pass();
    assertThat(scenario.hosts.host().health()).isEqualTo(HostHealth.UNFIT);
    assertThat(scenario.assignments.events()).containsExactly(RETURNED);
    assertThat(scenario.engine.startsOf(job)).isZero();
    assertThat(scenario.engine.names()).isEmpty();
  }

  @Test
  void preparedContainerIsRemovedAndNeverStartsAfterItsHostLostItsIsolation() {
    scenario.pass();
    for (int job = 0; job < VCPUS; job++) {
      scenario.placed("work");
    }
    JobId waiting = scenario.placed("work");
    scenario.pass();
    assertThat(scenario.engine.names()).hasSize(VCPUS + 1);
    reconnectWith(NONE);
    scenario.pass();
    List<String> running = scenario.engine.running();
    assertThat(running).hasSize(VCPUS);
    scenario.engine.end(running.getFirst(), 0);
    scenario.pass();
    assertThat(scenario.assignments.events()).contains(RETURNED);
    assertThat(scenario.engine.startsOf(waiting)).isZero();
    assertThat(scenario.engine.names()).hasSize(VCPUS - 1);
  }

  @Test
  void jobStartsOnlyAfterTheFirstTestOfItsHost() {
    scenario.engine.isolatingLater().isolating(FIREWALL);
    JobId job = scenario.placed("true");
    scenario.pass();
    scenario.pass();
    assertThat(scenario.engine.startsOf(job)).isZero();
    tests.remove().run();
    scenario.pass();
    scenario.pass();
    assertThat(scenario.assignments.events()).last().isEqualTo(new JobEvent.Exited(0, false));
  }

  private void reconnectWith(Isolation isolation) {
    scenario.engine.reachable(false);
    scenario.pass();
    scenario.engine.isolating(isolation).reachable(true);
  }
}
