package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.testing.Timeouts;

/** Outages of an engine and of the database, and what other threads see of them. */
class HostAgentOutagesTest implements UnreliableEngine.Losses {
  private static final String HOST = "h1";
  private static final Duration LOST = Duration.ofMinutes(2);

  private final AgentScenario scenario =
      new AgentScenario(
          HOST, engine -> new UnreliableEngine(engine, this), (name, work) -> work.run());
  private final FakeContainerEngine engine = scenario.engine;
  private int readDuringCalls;
  private Runnable duringFacts = () -> {};
  private Runnable duringList = () -> {};

  /** The agent's thread is in a call: another thread reads the state of the connection. */
  @Override
  public boolean losesRequest(String operation) {
    if (operation.equals("facts")) {
      duringFacts.run();
    }
    if (operation.equals("list")) {
      duringList.run();
    }
    if (operation.equals("facts") || operation.equals("ensureJobNetwork")) {
      CompletableFuture.supplyAsync(() -> scenario.agent().engine())
          .orTimeout(Timeouts.STEP.toSeconds(), TimeUnit.SECONDS)
          .join();
      readDuringCalls++;
    }
    return false;
  }

  @BeforeEach
  void connectedAgent() {
    scenario.pass();
  }

  @Test
  void connectionIsReadWithoutWaitingForACallOfTheAgent() {
    assertThat(readDuringCalls).isPositive();
    assertThat(scenario.agent().engine()).isPresent();
  }

  @Test
  void killByTheRestartOfAnEngineWhoseClockIsAheadIsAFault() {
    engine.clockAhead(Duration.ofSeconds(90));
    reconnect();
    JobId job = scenario.placed("work");
    scenario.pass();
    killDuringAnOutage(job);
    assertThat(scenario.assignments.events())
        .last()
        .isEqualTo(new JobEvent.Faulted("The host's engine was restarted"));
  }

  @Test
  void killBeforeTheOutageOfAnEngineWhoseClockIsAheadIsAnExit() {
    engine.clockAhead(Duration.ofSeconds(90));
    reconnect();
    JobId job = scenario.placed("work");
    scenario.pass();
    engine.end(AgentScenario.container(job, 1), 137);
    assertThat(scenario.assignments.events()).last().isEqualTo(new JobEvent.Exited(137, false));
  }

  /**
   * With systemd, the socket stays open: the call that checks whether the engine shuts down waits
   * for the next engine, which responds.
   */
  @Test
  void killByTheRestartOfAnEngineThatRefusesNoCallIsAFault() {
    JobId job = scenario.placed("work");
    scenario.pass();
    duringFacts = engine::breakWatches;
    engine.end(AgentScenario.container(job, 1), 143);
    assertThat(scenario.assignments.events())
        .last()
        .isEqualTo(new JobEvent.Faulted("The host's engine was restarted"));
    duringFacts = () -> {};
    scenario.pass();
    JobId next = scenario.placed("work");
    scenario.pass();
    scenario.clock.advance(Duration.ofMinutes(1));
    scenario.pass();
    engine.end(AgentScenario.container(next, 1), 137);
    assertThat(scenario.assignments.events()).last().isEqualTo(new JobEvent.Exited(137, false));
  }

  /** The program handles the signal, and ends as if it were done. */
  @Test
  void successOfAJobThatItsEngineHasEndedIsAFault() {
    JobId job = scenario.placed("work");
    scenario.pass();
    engine.signal(AgentScenario.container(job, 1));
    duringFacts = engine::breakWatches;
    engine.end(AgentScenario.container(job, 1), 0);
    assertThat(scenario.assignments.events())
        .last()
        .isEqualTo(new JobEvent.Faulted("The host's engine was restarted"));
  }

  @Test
  void successOfAJobWhoseEngineRefusesCallsAfterASignalIsAFault() {
    JobId job = scenario.placed("work");
    scenario.pass();
    engine.signal(AgentScenario.container(job, 1));
    duringFacts = () -> engine.reachable(false);
    engine.end(AgentScenario.container(job, 1), 0);
    assertThat(scenario.assignments.events())
        .last()
        .isEqualTo(new JobEvent.Faulted("The host's engine was restarted"));
    duringFacts = () -> {};
    engine.reachable(true);
    scenario.pass();
    scenario.clock.advance(LOST);
    scenario.pass();
    assertThat(engine.names()).doesNotContain(AgentScenario.container(job, 1));
  }

  /** The session in which the signal was observed ends with the engine. */
  @Test
  void successOfAJobThatIsInspectedAfterTheRestartOfItsEngineIsAFault() {
    JobId job = scenario.placed("work");
    scenario.pass();
    engine.signal(AgentScenario.container(job, 1));
    endDuringAnOutage(job, 0);
    assertThat(scenario.assignments.events())
        .last()
        .isEqualTo(new JobEvent.Faulted("The host's engine was restarted"));
  }

  @Test
  void killOfAnEarlierOutageIsAFaultAlsoAfterAnotherOutage() {
    JobId job = scenario.placed("work");
    scenario.pass();
    engine.reachable(false);
    scenario.pass();
    engine.end(AgentScenario.container(job, 1), 137);
    scenario.clock.advance(Duration.ofMinutes(1));
    engine.reachable(true);
    scenario.failReports(1);
    scenario.pass();
    reconnect();
    assertThat(scenario.assignments.events())
        .last()
        .isEqualTo(new JobEvent.Faulted("The host's engine was restarted"));
  }

  @Test
  void successOfAJobThatAnotherProgramHasSignalledIsItsOwn() {
    JobId job = scenario.placed("work");
    scenario.pass();
    engine.signal(AgentScenario.container(job, 1));
    engine.end(AgentScenario.container(job, 1), 0);
    assertThat(scenario.assignments.events()).last().isEqualTo(new JobEvent.Exited(0, false));
  }

  @Test
  void killBeforeTheEventStreamBreaksIsAnExit() {
    JobId job = scenario.placed("work");
    scenario.pass();
    engine.end(AgentScenario.container(job, 1), 137);
    engine.breakWatches();
    scenario.pass();
    assertThat(scenario.assignments.events()).last().isEqualTo(new JobEvent.Exited(137, false));
  }

  /** Else its launch would find a container that seems to be created, and start it once more. */
  @Test
  void jobThatIsReadWhileASessionOpensIsNotLaunchedAgain() {
    engine.forgetNextStart();
    JobId job = scenario.placed("work");
    scenario.read();
    scenario.restart();
    duringList = scenario::read;
    scenario.pass();
    duringList = () -> {};
    scenario.pass();
    assertThat(engine.startsOf(job)).isOne();
    assertThat(scenario.assignments.events())
        .last()
        .isEqualTo(
            new JobEvent.Faulted(
                "The host's engine was restarted, and may have started the container before"));
  }

  @Test
  void jobWhoseLossIsNotStoredRunsOn() {
    JobId job = scenario.placed("work");
    scenario.pass();
    engine.reachable(false);
    scenario.pass();
    scenario.clock.advance(LOST);
    scenario.failReports(1);
    assertThatThrownBy(scenario::pass).hasMessage("the database is unreachable");
    engine.reachable(true);
    scenario.pass();
    assertThat(scenario.storage.issued()).containsExactly(job + "/1");
    engine.end(AgentScenario.container(job, 1), 0);
    assertThat(scenario.assignments.events()).last().isEqualTo(new JobEvent.Exited(0, false));
    assertThat(engine.starts(AgentScenario.container(job, 1))).isOne();
  }

  private void reconnect() {
    engine.reachable(false);
    scenario.pass();
    engine.reachable(true);
    scenario.pass();
  }

  private void killDuringAnOutage(JobId job) {
    endDuringAnOutage(job, 137);
  }

  private void endDuringAnOutage(JobId job, int exitCode) {
    engine.reachable(false);
    scenario.pass();
    engine.end(AgentScenario.container(job, 1), exitCode);
    scenario.clock.advance(Duration.ofSeconds(10));
    engine.reachable(true);
    scenario.pass();
  }
}
