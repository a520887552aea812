package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.TestBatch;
import org.openhtc.execution.TestSettings;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.ContainerUsage;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.engine.NetworkPlace;
import org.openhtc.execution.engine.ProcessLimits;
import org.openhtc.execution.engine.Variables;
import org.openhtc.host.FakeHosts;
import org.openhtc.host.HostHealth;
import org.openhtc.job.AttemptUsage;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.assignment.BatchSpec;
import org.openhtc.job.assignment.FakeAssignments;
import org.openhtc.lease.FakeLeases;
import org.openhtc.lease.Installation;
import org.openhtc.region.Architecture;
import org.openhtc.registry.PinnedImage;
import org.openhtc.testing.SettableClock;

/** A test runs each pass itself; all work is done on the thread of the test. */
class HostAgentTest {
  private static final String HOST = "h1";
  private static final String ENDPOINT = "tcp://h1:1";
  private static final Installation INSTALLATION =
      FakeLeases.installation("01234567-89ab-cdef-0123-456789abcdef");

  private final AgentScenario scenario = new AgentScenario(HOST);
  private final SettableClock clock = scenario.clock;
  private final FakeContainerEngine engine = scenario.engine;
  private final FakeHosts hosts = scenario.hosts;
  private final FakeLeases leases = scenario.leases;
  private final FakeAssignments assignments = scenario.assignments;

  @BeforeEach
  void connectedAgent() {
    scenario.pass();
  }

  @Test
  void firstPassMeasuresTheHost() {
    assertThat(hosts.host().health()).isEqualTo(HostHealth.READY);
    assertThat(hosts.host().measure()).isNotNull();
  }

  @Test
  void jobRunsToItsEndAndLeavesItsLog() {
    JobId job = placed("work");
    scenario.pass();
    assertThat(assignments.events()).containsExactly(new JobEvent.ContainerStarted());
    engine.print(container(job, 1), "hello");
    engine.end(container(job, 1), 0);
    assertThat(assignments.events()).last().isEqualTo(new JobEvent.Exited(0, false));
    assertThat(log(job, 1)).containsExactly("hello");
    assertThat(engine.names()).isEmpty();
  }

  @Test
  void usageOfTheLastPassBeforeTheEndIsReported() {
    JobId job = placed("work");
    scenario.pass();
    engine.use(container(job, 1), new ContainerUsage(100L << 20, Duration.ofMillis(900)));
    scenario.pass();
    engine.end(container(job, 1), 0);
    assertThat(scenario.counted().getLast().usage()).isEqualTo(new AttemptUsage(100L, 900L));
  }

  @Test
  void jobThatEndsBeforeThePassHasNoUsage() {
    placed("true");
    scenario.pass();
    assertThat(scenario.counted().getLast().usage()).isEqualTo(AttemptUsage.UNKNOWN);
  }

  @Test
  void usageOfAJobThatIsStoppedIsReported() {
    JobId job = placed("work");
    scenario.pass();
    engine.use(container(job, 1), new ContainerUsage(7L << 20, Duration.ofMillis(5)));
    scenario.pass();
    assignments.cancel(job);
    scenario.pass();
    assertThat(scenario.counted().getLast().usage()).isEqualTo(new AttemptUsage(7L, 5L));
  }

  @Test
  void shortJobRunsWithinOnePass() {
    JobId job = placed("true");
    scenario.pass();
    assertThat(assignments.events())
        .containsExactly(new JobEvent.ContainerStarted(), new JobEvent.Exited(0, false));
    assertThat(log(job, 1)).containsExactly("done");
  }

  @Test
  void nextAttemptGetsItsOwnContainerAndCredentials() {
    JobId job = placed("work");
    scenario.pass();
    engine.end(container(job, 1), 3);
    assertThat(assignments.events()).last().isEqualTo(new JobEvent.Exited(3, false));
    assignments.place(HOST, job, 2, clock.instant());
    scenario.pass();
    assertThat(engine.names()).containsExactly(container(job, 2));
    assertThat(engine.spec(container(job, 2)).environment().all())
        .containsEntry("AWS_BATCH_JOB_ATTEMPT", "2");
    assertThat(scenario.storage.issued()).containsExactlyInAnyOrder(job + "/1", job + "/2");
  }

  @Test
  void cancelledJobIsStopped() {
    JobId job = placed("work");
    scenario.pass();
    assignments.cancel(job);
    scenario.pass();
    assertThat(assignments.events()).last().isEqualTo(new JobEvent.Exited(143, false));
    assertThat(engine.names()).isEmpty();
  }

  @Test
  void cancelledJobIsNotStarted() {
    JobId job = placed("work");
    assignments.cancel(job);
    scenario.pass();
    assertThat(assignments.events()).containsExactly(new JobEvent.Cancelled());
    assertThat(engine.starts(container(job, 1))).isZero();
  }

  @Test
  void jobIsStoppedAtItsTimeout() {
    placed("work");
    scenario.pass();
    clock.advance(Duration.ofSeconds(TestBatch.TIMEOUT_SECONDS));
    scenario.pass();
    assertThat(assignments.events()).last().isEqualTo(new JobEvent.TimedOut(143));
  }

  @Test
  void outOfMemoryIsReported() {
    JobId job = placed("work");
    scenario.pass();
    engine.endOutOfMemory(container(job, 1));
    assertThat(assignments.events()).last().isEqualTo(new JobEvent.Exited(137, true));
  }

  @Test
  void nextProcessAdoptsTheContainer() {
    JobId job = placed("work");
    scenario.pass();
    scenario.restart();
    scenario.pass();
    assertThat(engine.starts(container(job, 1))).isEqualTo(1);
    engine.end(container(job, 1), 0);
    assertThat(assignments.events())
        .containsExactly(new JobEvent.ContainerStarted(), new JobEvent.Exited(0, false));
  }

  @Test
  void orphanIsRemovedAfterItsLogIsArchived() {
    JobId job = placed("work");
    scenario.pass();
    engine.print(container(job, 1), "hello");
    assignments.endedElsewhere(job);
    engine.logsUnreachable(true);
    scenario.pass();
    assertThat(engine.names()).containsExactly(container(job, 1));
    engine.logsUnreachable(false);
    scenario.pass();
    assertThat(engine.names()).isEmpty();
    assertThat(log(job, 1)).containsExactly("hello");
  }

  @Test
  void containersOfOthersAreKept() {
    AttemptId attempt = new AttemptId(new JobId(UUID.randomUUID(), 0), 1);
    engine.foreign(foreign("other-host", attempt.labels(AgentScenario.INSTALLATION.id(), "h2")));
    engine.foreign(foreign("other-installation", attempt.labels("another", HOST)));
    engine.foreign(foreign("no-labels", Map.of()));
    scenario.pass();
    assertThat(engine.names()).hasSize(3);
  }

  @Test
  void jobsStayOnTheirHostDuringAShortOutage() {
    JobId job = placed("work");
    scenario.pass();
    engine.reachable(false);
    scenario.pass();
    assertThat(hosts.host().health()).isEqualTo(HostHealth.UNREACHABLE);
    clock.advance(TestSettings.DEFAULTS.hostLostAfter().minusSeconds(5));
    scenario.pass();
    engine.reachable(true);
    scenario.pass();
    assertThat(hosts.host().health()).isEqualTo(HostHealth.READY);
    assertThat(assignments.onHost(HOST)).hasSize(1);
    assertThat(engine.starts(container(job, 1))).isEqualTo(1);
  }

  @Test
  void lostHostLosesItsJobsAndIsCleanedUpWhenItReturns() {
    placed("work");
    scenario.pass();
    engine.reachable(false);
    scenario.pass();
    clock.advance(TestSettings.DEFAULTS.hostLostAfter().plusSeconds(1));
    scenario.pass();
    assertThat(assignments.events())
        .last()
        .isEqualTo(new JobEvent.Faulted("Host h1 became unreachable"));
    assertThat(assignments.onHost(HOST)).isEmpty();
    assertThat(engine.names()).hasSize(1);
    engine.reachable(true);
    scenario.pass();
    assertThat(engine.names()).isEmpty();
  }

  @Test
  void killDuringAnOutageIsAFault() {
    JobId job = placed("work");
    scenario.pass();
    engine.reachable(false);
    scenario.pass();
    engine.end(container(job, 1), 137);
    clock.advance(Duration.ofSeconds(10));
    engine.reachable(true);
    scenario.pass();
    assertThat(assignments.events())
        .last()
        .isEqualTo(new JobEvent.Faulted("The host's engine was restarted"));
  }

  @Test
  void commandThatCannotBeStartedIsALaunchFailure() {
    placed("nonsense");
    scenario.pass();
    assertThat(assignments.events())
        .containsExactly(
            new JobEvent.LaunchFailed("Container can't be started: exec: no such file"));
    assertThat(engine.names()).isEmpty();
    assertThat(hosts.host().health()).isEqualTo(HostHealth.READY);
  }

  @Test
  void missingImageIsALaunchFailure() {
    place(TestBatch.of("nowhere:1", null, List.of("true")));
    scenario.pass();
    assertThat(assignments.events())
        .containsExactly(
            new JobEvent.LaunchFailed(
                "Container can't be started: image 'nowhere:1' is not on host h1"));
  }

  @Test
  void imageIsPulledBeforeTheStart() {
    PinnedImage image = new PinnedImage("projects/1/app", "sha256:1");
    engine.offering("registry/" + image, Architecture.X86);
    place(TestBatch.of("app:1", image, List.of("true")));
    scenario.pass();
    assertThat(engine.pulls("registry/" + image)).isEqualTo(1);
    assertThat(assignments.events()).last().isEqualTo(new JobEvent.Exited(0, false));
  }

  @Test
  void lostResponsesOfAHostThatRunsItsTestContainerDoNotQuarantineIt() {
    for (int job = 1; job <= 5; job++) {
      placed("work");
    }
    engine.loseResponses(1);
    scenario.pass();
    scenario.pass();
    assertThat(assignments.events()).hasSize(5).containsOnly(new JobEvent.ContainerStarted());
    assertThat(hosts.host().health()).isEqualTo(HostHealth.READY);
  }

  @Test
  void lostResponseCausesNoSecondStart() {
    JobId job = placed("work");
    engine.loseResponses(2);
    for (int pass = 1; pass <= 6; pass++) {
      scenario.pass();
    }
    assertThat(engine.starts(container(job, 1))).isEqualTo(1);
    assertThat(assignments.events()).containsExactly(new JobEvent.ContainerStarted());
  }

  @Test
  void agentWithoutTheLeaseDoesNothing() {
    placed("work");
    FakeLeases another = leases.ofAnotherProcess();
    leases.expire("host:" + HOST);
    another.hold("host:" + HOST);
    scenario.pass();
    assertThat(engine.names()).isEmpty();
    assertThat(engine.isWatched()).isFalse();
    another.release();
    scenario.pass();
    assertThat(engine.names()).hasSize(1);
  }

  @Test
  void hostWhoseEngineIgnoresLimitsGetsNoJobs() {
    engine.describedBy(
        new EngineFacts(
            "fake",
            "0",
            Architecture.X86,
            8,
            16384,
            100L,
            null,
            Duration.ZERO,
            List.of(),
            List.of("memory", "CPU time"),
            null),
        DiskMechanism.WATCH);
    clock.advance(Duration.ofSeconds(30));
    scenario.pass();
    assertThat(hosts.host().healthReason())
        .isEqualTo("its engine can't limit the memory and CPU time of jobs");
  }

  private JobId placed(String argv) {
    return scenario.placed(argv);
  }

  private JobId place(BatchSpec spec) {
    return scenario.place(spec);
  }

  private static String container(JobId job, int attempt) {
    return AgentScenario.container(job, attempt);
  }

  private List<String> log(JobId job, int attempt) {
    return scenario.log(job, attempt);
  }

  private static ContainerSpec foreign(String name, Map<String, String> labels) {
    return new ContainerSpec(
        name,
        labels,
        TestBatch.IMAGE,
        List.of(),
        null,
        Variables.NONE,
        1,
        64,
        ProcessLimits.LEAST,
        null,
        0,
        NetworkPlace.own("none"),
        null,
        null);
  }
}
