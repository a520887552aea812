package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.TestSettings;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.host.FakeHosts;
import org.openhtc.host.HostHealth;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.assignment.FakeAssignments;
import org.openhtc.region.Architecture;
import org.openhtc.testing.SettableClock;

/** The disk of a host, and what jobs write to it. */
class HostDiskTest {
  private final AgentScenario scenario = new AgentScenario("h1");
  private final SettableClock clock = scenario.clock;
  private final FakeContainerEngine engine = scenario.engine;
  private final FakeHosts hosts = scenario.hosts;
  private final FakeAssignments assignments = scenario.assignments;

  @BeforeEach
  void connectedAgent() {
    scenario.pass();
  }

  @Test
  void jobIsStoppedAtItsDiskLimit() {
    JobId job = scenario.placed("work");
    scenario.pass();
    engine.write(AgentScenario.container(job, 1), 2L << 30);
    clock.advance(TestSettings.DEFAULTS.diskWatchInterval());
    scenario.pass();
    assertThat(assignments.events()).last().isEqualTo(new JobEvent.DiskExceeded(143, 2L << 30));
  }

  @Test
  void jobThatWroteNothingForLongIsMeasuredLater() {
    JobId job = scenario.placed("work");
    scenario.pass();
    Duration interval = TestSettings.DEFAULTS.diskWatchInterval();
    for (int measurement = 0; measurement < 3; measurement++) {
      clock.advance(interval.multipliedBy(4));
      scenario.pass();
    }
    engine.write(AgentScenario.container(job, 1), 2L << 30);
    clock.advance(interval);
    scenario.pass();
    assertThat(assignments.events()).containsExactly(new JobEvent.ContainerStarted());
    clock.advance(interval.multipliedBy(3));
    scenario.pass();
    assertThat(assignments.events()).last().isEqualTo(new JobEvent.DiskExceeded(143, 2L << 30));
  }

  /**
   * Such as one whose disk is full. A process that starts then connects to it for the first time.
   */
  @Test
  void jobsOfAHostThatCannotBeTestedAreObserved() {
    Set<String> failing = new HashSet<>();
    AgentScenario full = withFailing(failing);
    full.pass();
    JobId job = full.placed("work");
    full.pass();
    failing.addAll(Set.of("probeDisk", "ensureJobNetwork"));
    full.restart();
    full.pass();
    assertThat(full.hosts.host().health()).isNotEqualTo(HostHealth.UNREACHABLE);
    full.engine.end(AgentScenario.container(job, 1), 0);
    full.pass();
    assertThat(full.assignments.events()).last().isEqualTo(new JobEvent.Exited(0, false));
  }

  @Test
  void hostOfWhichAllCallsFailIsUnreachable() {
    AgentScenario down = withFailing(Set.of("probeDisk", "facts"));
    down.pass();
    assertThat(down.hosts.host().health()).isEqualTo(HostHealth.UNREACHABLE);
  }

  /**
   * @param failing names of methods of the engine
   */
  private static AgentScenario withFailing(Set<String> failing) {
    return new AgentScenario(
        "h2",
        engine -> new UnreliableEngine(engine, failing::contains),
        (name, work) -> work.run());
  }

  @Test
  void nextMeasurementOfAJobWaitsForTheOneBefore() {
    List<Runnable> workers = new ArrayList<>();
    AgentScenario slow =
        new AgentScenario(
            "h2",
            connected -> connected,
            (name, work) -> {
              if (name.startsWith("measure-")) {
                workers.add(work);
              } else {
                work.run();
              }
            });
    slow.pass();
    JobId job = slow.placed("work");
    for (int interval = 0; interval < 10; interval++) {
      slow.pass();
      slow.clock.advance(TestSettings.DEFAULTS.diskWatchInterval());
    }
    assertThat(workers).hasSize(1);
    slow.engine.write(AgentScenario.container(job, 1), 2L << 30);
    workers.removeFirst().run();
    slow.pass();
    assertThat(slow.assignments.events())
        .last()
        .isEqualTo(new JobEvent.DiskExceeded(143, 2L << 30));
  }

  @Test
  void unusedImageIsRemovedWhileDiskSpaceIsLow() {
    engine.holding("registry/projects/1/app@sha256:1", Architecture.X86);
    describe(5L);
    assertThat(engine.pulledImages("registry/")).isEmpty();
  }

  @Test
  void hostWithLittleFreeDiskGetsNoJobs() {
    describe(1L);
    assertThat(hosts.host().health()).isEqualTo(HostHealth.UNFIT);
    assertThat(hosts.host().healthReason()).isEqualTo("it has less than 2 GiB of free disk");
    describe(2L);
    assertThat(hosts.host().health()).isEqualTo(HostHealth.READY);
  }

  private void describe(long freeGib) {
    engine.describedBy(
        new EngineFacts("fake", "0", Architecture.X86, 8, 16384, freeGib, null, Duration.ZERO),
        DiskMechanism.WATCH);
    clock.advance(Duration.ofSeconds(30));
    scenario.pass();
  }
}
