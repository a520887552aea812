package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.TestBatch;
import org.openhtc.execution.TestSettings;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.host.Host;
import org.openhtc.host.HostHealth;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.lease.FakeLeases;

/** An engine that fails some operations, a database that loses responses, and lost leases. */
class HostAgentFaultsTest implements UnreliableEngine.Losses {
  private static final String HOST = "h1";
  private static final Duration LONG = Duration.ofMinutes(11);

  private final Set<String> failing = new HashSet<>();
  private final List<String> requests = new ArrayList<>();
  private boolean losesEvents;
  private Runnable duringFacts = () -> {};
  private final AgentScenario scenario =
      new AgentScenario(
          HOST, engine -> new UnreliableEngine(engine, this), (name, work) -> work.run());
  private final FakeContainerEngine engine = scenario.engine;

  @Override
  public boolean losesRequest(String operation) {
    requests.add(operation);
    if (operation.equals("facts")) {
      duringFacts.run();
    }
    return failing.contains(operation);
  }

  @Override
  public boolean losesEvent() {
    return losesEvents;
  }

  @BeforeEach
  void connectedAgent() {
    scenario.pass();
  }

  @Test
  void containerThatCannotBeRemovedDoesNotQuarantineItsHost() {
    failing.add("remove");
    scenario.placed("true");
    scenario.pass();
    passes(Duration.ofMinutes(5));
    assertThat(events()).last().isEqualTo(new JobEvent.Exited(0, false));
    assertThat(health()).isEqualTo(HostHealth.READY);
    failing.clear();
    passes(Duration.ofMinutes(2));
    assertThat(engine.names()).isEmpty();
  }

  @Test
  void pauseOfAContainerThatCannotBeRemovedGrows() {
    failing.add("remove");
    scenario.placed("true");
    passes(Duration.ofMinutes(5));
    assertThat(requests.stream().filter("remove"::equals)).hasSizeBetween(5, 15);
  }

  @Test
  void hostWithTooManyEndedContainersGetsNoJobsUntilTheyAreRemoved() {
    failing.add("remove");
    for (int job = 0; job < 1010; job++) {
      scenario.placed("true");
    }
    passes(Duration.ofSeconds(15));
    assertThat(health()).isEqualTo(HostHealth.UNFIT);
    assertThat(scenario.hosts.host().healthReason())
        .contains("ended containers can't be cleaned up: the request to remove is lost");
    failing.clear();
    passes(Duration.ofMinutes(2));
    assertThat(health()).isEqualTo(HostHealth.READY);
    assertThat(engine.names()).isEmpty();
  }

  /** It is too large for the database, so it is stored after the end. */
  @Test
  void logIsKeptIfTheLeaseLapsesWhileTheEndIsStored() {
    Random random = new Random(1);
    String[] lines =
        Stream.generate(() -> Long.toHexString(random.nextLong()))
            .limit(2000)
            .toArray(String[]::new);
    engine.program(List.of("large"), FakeProgram.exits(0).printing(lines));
    scenario.afterEnd(() -> scenario.leases.expire("host:" + HOST));
    JobId job = scenario.placed("large");
    passes(Duration.ofMinutes(1));
    assertThat(events()).last().isEqualTo(new JobEvent.Exited(0, false));
    assertThat(scenario.log(job, 1)).containsExactly(lines);
    assertThat(engine.names()).isEmpty();
  }

  @Test
  void endIsReportedAlthoughTheLogCannotBeRead() {
    failing.add("readFinalLog");
    JobId job = scenario.placed("true");
    scenario.pass();
    assertThat(events()).last().isEqualTo(new JobEvent.Exited(0, false));
    assertThat(engine.names()).hasSize(1);
    passes(Duration.ofMinutes(5));
    assertThat(engine.names()).isEmpty();
    assertThat(scenario.log(job, 1)).singleElement().asString().contains("lost");
    assertThat(health()).isEqualTo(HostHealth.READY);
  }

  @Test
  void jobWhoseContainerCannotBeInspectedForLongRunsAgain() {
    losesEvents = true;
    scenario.placed("work");
    scenario.pass();
    failing.add("inspect");
    passes(LONG.plus(LONG));
    assertThat(events())
        .last()
        .isEqualTo(
            new JobEvent.Faulted(
                "Its container can't be inspected: the request to inspect is lost"));
    failing.clear();
    passes(Duration.ofMinutes(2));
    assertThat(engine.names()).isEmpty();
  }

  @Test
  void measurementThatFailsDelaysNoDecision() {
    failing.add("writableBytes");
    JobId cancelled = scenario.placed("work");
    JobId failed = scenario.placed("work");
    scenario.pass();
    passes(Duration.ofSeconds(30));
    scenario.assignments.cancel(cancelled);
    engine.end(AgentScenario.container(failed, 1), 1);
    passes(Duration.ofSeconds(5));
    assertThat(events()).contains(new JobEvent.Exited(1, false));
    assertThat(scenario.assignments.onHost(HOST)).isEmpty();
    assertThat(engine.names()).isEmpty();
  }

  @Test
  void startThatWasStoredAlreadyDoesNotStopItsContainer() {
    JobId job = scenario.placed("work");
    scenario.read();
    scenario.loseDatabaseResponses(1);
    scenario.flushStarts();
    passes(Duration.ofSeconds(10));
    assertThat(scenario.assignments.onHost(HOST)).hasSize(1);
    assertThat(engine.starts(AgentScenario.container(job, 1))).isEqualTo(1);
    assertThat(engine.names()).hasSize(1);
    assertThat(events()).containsExactly(new JobEvent.ContainerStarted());
  }

  @Test
  void endThatWasStoredAlreadyIsCleanedUp() {
    scenario.placed("true");
    scenario.loseDatabaseResponses(1);
    scenario.pass();
    passes(Duration.ofSeconds(10));
    assertThat(events()).last().isEqualTo(new JobEvent.Exited(0, false));
    assertThat(engine.names()).isEmpty();
  }

  @Test
  void engineThatDoesNotListItsContainersLosesItsJobs() {
    scenario.placed("work");
    scenario.pass();
    failing.add("list");
    passes(TestSettings.DEFAULTS.hostLostAfter().plusSeconds(40));
    assertThat(health()).isEqualTo(HostHealth.UNREACHABLE);
    assertThat(events()).last().isEqualTo(new JobEvent.Faulted("Host h1 became unreachable"));
  }

  @Test
  void engineWithoutEventsIsUnreachable() {
    failing.add("watch");
    engine.reachable(false);
    engine.reachable(true);
    passes(Duration.ofSeconds(5));
    assertThat(health()).isEqualTo(HostHealth.UNREACHABLE);
    failing.clear();
    passes(Duration.ofSeconds(5));
    assertThat(health()).isEqualTo(HostHealth.READY);
  }

  @Test
  void brokenEventStreamIsOpenedAgainWithoutANewConnection() {
    JobId job = scenario.placed("work");
    scenario.pass();
    int connections = scenario.connections();
    engine.breakWatches();
    engine.end(AgentScenario.container(job, 1), 0);
    passes(Duration.ofSeconds(3));
    assertThat(events()).last().isEqualTo(new JobEvent.Exited(0, false));
    assertThat(engine.isWatched()).isTrue();
    assertThat(scenario.connections()).isEqualTo(connections);
  }

  @Test
  void outageUnderAnEarlierLeaseDoesNotCount() {
    scenario.placed("work");
    scenario.pass();
    engine.reachable(false);
    scenario.pass();
    FakeLeases another = scenario.leases.ofAnotherProcess();
    scenario.leases.expire("host:" + HOST);
    another.hold("host:" + HOST);
    scenario.pass();
    scenario.clock.advance(Duration.ofHours(1));
    reachedByTheOtherProcess();
    another.release();
    scenario.pass();
    assertThat(scenario.assignments.onHost(HOST)).hasSize(1);
    engine.reachable(true);
    scenario.pass();
    assertThat(scenario.assignments.onHost(HOST)).hasSize(1);
  }

  private void reachedByTheOtherProcess() {
    Host host = scenario.hosts.host();
    scenario.hosts.reportReachable(host, Objects.requireNonNull(host.measure()));
  }

  @Test
  void hostIsOfferedToAProcessThatCanReachIt() {
    String lease = "host:" + HOST;
    FakeLeases another = scenario.leases.ofAnotherProcess();
    scenario.placed("work");
    scenario.pass();
    scenario.agent().offerLeaseIfUnreachable();
    scenario.pass();
    assertThat(another.hold(lease)).isEmpty();
    engine.reachable(false);
    scenario.pass();
    assertThat(another.hold(lease)).isEmpty();
    scenario.agent().offerLeaseIfUnreachable();
    scenario.pass();
    assertThat(another.hold(lease)).isPresent();
    reachedByTheOtherProcess();
    passes(TestSettings.DEFAULTS.hostLostAfter().plusSeconds(40));
    assertThat(health()).isEqualTo(HostHealth.READY);
    assertThat(scenario.assignments.onHost(HOST)).hasSize(1);
  }

  @Test
  void hostThatNoProcessReachesIsTakenAgainAndLosesItsJobs() {
    scenario.placed("work");
    scenario.pass();
    engine.reachable(false);
    for (int i = 0; i < 10; i++) {
      passes(Duration.ofSeconds(7));
      scenario.agent().offerLeaseIfUnreachable();
    }
    assertThat(health()).isEqualTo(HostHealth.UNREACHABLE);
    assertThat(events()).last().isEqualTo(new JobEvent.Faulted("Host h1 became unreachable"));
    engine.reachable(true);
    passes(Duration.ofSeconds(5));
    assertThat(health()).isEqualTo(HostHealth.READY);
  }

  @Test
  void outageThatAnotherProcessEndedBeforeItReleasedTheHostIsOver() {
    engine.reachable(false);
    scenario.pass();
    scenario.agent().offerLeaseIfUnreachable();
    scenario.pass();
    reachedByTheOtherProcess();
    passes(Duration.ofSeconds(5));
    assertThat(health()).isEqualTo(HostHealth.UNREACHABLE);
  }

  @Test
  void imageThatWasRemovedMeanwhileIsAMissingImageOnlyAfterAnotherQuery() {
    scenario.placed("true");
    scenario.pass();
    engine.removeImage(TestBatch.IMAGE);
    scenario.placed("true");
    scenario.pass();
    passes(Duration.ofSeconds(5));
    assertThat(events())
        .last()
        .isEqualTo(
            new JobEvent.LaunchFailed(
                "Container can't be started: image 'busybox:1' is not on host h1"));
  }

  @Test
  void memoryLimitIsTheReasonAlsoIfItsEventFollowsThatOfTheEnd() {
    JobId job = scenario.placed("work");
    scenario.pass();
    String container = AgentScenario.container(job, 1);
    duringFacts = () -> engine.reportOutOfMemory(container);
    engine.end(container, 137);
    assertThat(events()).last().isEqualTo(new JobEvent.Exited(137, true));
  }

  @Test
  void endsWithoutEventsAreFoundByTheList() {
    losesEvents = true;
    JobId job = scenario.placed("work");
    scenario.pass();
    passes(Duration.ofSeconds(10));
    engine.end(AgentScenario.container(job, 1), 3);
    passes(TestSettings.DEFAULTS.listInterval().plusSeconds(2));
    assertThat(events())
        .containsExactly(new JobEvent.ContainerStarted(), new JobEvent.Exited(3, false));
  }

  private void passes(Duration time) {
    for (long second = 0; second < time.toSeconds(); second++) {
      scenario.pass();
    }
  }

  private List<JobEvent> events() {
    return scenario.assignments.events();
  }

  private HostHealth health() {
    return scenario.hosts.host().health();
  }
}
