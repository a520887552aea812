package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.execution.TestSettings;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.host.HostHealth;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;

/** Whether a job or its host is at fault for a failure. */
class HostFaultTest {
  private static final List<String> TEST_CONTAINER = List.of("/pause");
  private static final String BAD_FOLDER = "lstat /merged/bin/busybox/x: not listed as final";
  private static final String BROKEN = "exec: \"docker-init\": executable file not found";

  private static final JobEvent FORGOTTEN =
      new JobEvent.Faulted(
          "The host's engine was restarted, and may have started the container before");

  private final AgentScenario scenario = new AgentScenario("h1");
  private final FakeContainerEngine engine = scenario.engine;

  @BeforeEach
  void connectedAgent() {
    engine.program(List.of("fails"), FakeProgram.exits(1));
    scenario.pass();
  }

  @Test
  void jobsThatAnEngineCannotCreateFailAndTheirHostContinues() {
    engine.program(List.of("bad"), FakeProgram.failsToStart(BAD_FOLDER));
    for (int job = 0; job < 20; job++) {
      scenario.placed("bad");
    }
    passes(Duration.ofSeconds(15));
    assertThat(events())
        .hasSize(20)
        .containsOnly(new JobEvent.LaunchFailed("Container can't be started: " + BAD_FOLDER));
    assertThat(scenario.hosts.host().health()).isEqualTo(HostHealth.READY);
    assertThat(engine.names()).isEmpty();
    assertRuns();
  }

  @Test
  void jobsThatFailAtOnceFailAndTheirHostContinues() {
    for (int job = 0; job < 50; job++) {
      scenario.placed("fails");
    }
    passes(Duration.ofSeconds(3));
    assertThat(events()).filteredOn(new JobEvent.Exited(1, false)::equals).hasSize(50);
    assertThat(scenario.hosts.host().health()).isEqualTo(HostHealth.READY);
    assertRuns();
  }

  @Test
  void hostThatStartsNothingIsQuarantinedAndItsJobsReturnWithoutAnAttempt() {
    engine.program(TEST_CONTAINER, FakeProgram.cannotStart(BROKEN));
    engine.otherwise(FakeProgram.cannotStart(BROKEN));
    for (int job = 0; job < 20; job++) {
      scenario.placed("work");
    }
    passes(Duration.ofSeconds(5));
    assertThat(events())
        .hasSize(20)
        .containsOnly(new JobEvent.Returned("Host h1 can't run containers"));
    assertQuarantined(BROKEN);
    assertThat(engine.names()).isEmpty();
  }

  @Test
  void hostWhoseEngineFailsEveryStartIsQuarantined() {
    engine.program(TEST_CONTAINER, FakeProgram.failsToStart("the shim is gone"));
    engine.otherwise(FakeProgram.failsToStart("the shim is gone"));
    scenario.placed("work");
    passes(Duration.ofSeconds(5));
    assertThat(events()).containsExactly(new JobEvent.Returned("Host h1 can't run containers"));
    assertQuarantined("the shim is gone");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 125, 126, 127, 137, 255})
  void hostThatEndsEveryContainerAtOnceIsQuarantinedAndItsJobsRunAgainForFree(int code) {
    engine.program(TEST_CONTAINER, FakeProgram.exits(code));
    engine.otherwise(FakeProgram.exits(code));
    for (int job = 0; job < 8; job++) {
      scenario.placed("work");
    }
    passes(Duration.ofSeconds(5));
    assertThat(events())
        .filteredOn(event -> !(event instanceof JobEvent.ContainerStarted))
        .hasSize(8)
        .allMatch(e -> e instanceof JobEvent.Faulted || e instanceof JobEvent.Returned)
        .contains(new JobEvent.Faulted("Host h1 ended its container at once"));
    assertQuarantined("it ended at once with code " + code);
  }

  @Test
  void hostThatEndsEveryContainerAtOnceWithSuccessIsFound() {
    engine.program(TEST_CONTAINER, FakeProgram.exits(0));
    engine.otherwise(FakeProgram.exits(0));
    for (int job = 0; job < 20; job++) {
      scenario.placed("work");
    }
    passes(Duration.ofSeconds(3));
    assertQuarantined("it ended at once with code 0");
  }

  @Test
  void quarantineEndsOnlyWhenATestContainerRuns() {
    engine.program(TEST_CONTAINER, FakeProgram.exits(125));
    scenario.placed("fails");
    passes(Duration.ofSeconds(2));
    assertQuarantined("code 125");
    passes(TestSettings.DEFAULTS.quarantine().plusSeconds(5));
    assertQuarantined("code 125");
    engine.program(TEST_CONTAINER, FakeProgram.runs());
    passes(TestSettings.DEFAULTS.quarantine().plusSeconds(5));
    assertThat(scenario.hosts.host().health()).isEqualTo(HostHealth.READY);
    assertRuns();
  }

  @Test
  void jobWhoseStartWasInterruptedByTheEndOfTheEngineRunsAgain() {
    engine.interruptNextStart();
    scenario.placed("work");
    passes(Duration.ofSeconds(2));
    assertThat(events())
        .containsExactly(
            new JobEvent.Returned("The engine of host h1 ended while it started the container"));
    assertThat(engine.names()).isEmpty();
    assertRuns();
  }

  @Test
  void attemptWhoseStartTheEngineForgotDoesNotRunTwice() {
    engine.forgetNextStart();
    JobId job = scenario.placed("work");
    passes(Duration.ofSeconds(2));
    assertThat(events()).containsExactly(FORGOTTEN);
    assertThat(engine.startsOf(job)).isEqualTo(1);
    assertThat(engine.names()).isEmpty();
    assertRuns();
  }

  @Test
  void attemptWhoseStartTheEngineForgotDoesNotReturnFromAnUnfitHost() {
    engine.program(TEST_CONTAINER, FakeProgram.exits(125));
    engine.forgetNextStart();
    JobId job = scenario.placed("work");
    passes(Duration.ofSeconds(3));
    assertThat(scenario.hosts.host().health()).isEqualTo(HostHealth.QUARANTINED);
    assertThat(events()).containsExactly(FORGOTTEN);
    assertThat(engine.startsOf(job)).isEqualTo(1);
  }

  @Test
  void runningAttemptThatTheEngineForgotDoesNotRunTwice() {
    JobId job = scenario.placed("work");
    passes(Duration.ofSeconds(2));
    engine.reachable(false);
    engine.forgetStart(engine.names().getFirst());
    engine.reachable(true);
    passes(Duration.ofSeconds(2));
    assertThat(events()).last().isEqualTo(FORGOTTEN);
    assertThat(engine.startsOf(job)).isEqualTo(1);
    assertThat(engine.names()).isEmpty();
  }

  @Test
  void unresponsiveEngineIsNotQuarantined() {
    scenario.placed("work");
    scenario.read();
    engine.failing(new EngineException.Unreachable("no response", null));
    passes(Duration.ofSeconds(2));
    assertThat(scenario.hosts.host().health()).isEqualTo(HostHealth.UNREACHABLE);
  }

  private void assertRuns() {
    scenario.placed("true");
    passes(Duration.ofSeconds(2));
    assertThat(events()).last().isEqualTo(new JobEvent.Exited(0, false));
  }

  private void assertQuarantined(String reason) {
    assertThat(scenario.hosts.host().health()).isEqualTo(HostHealth.QUARANTINED);
    assertThat(scenario.hosts.host().healthReason())
        .startsWith("A test container failed on it: ")
        .contains(reason);
  }

  private List<JobEvent> events() {
    return scenario.assignments.events();
  }

  private void passes(Duration time) {
    for (long second = 0; second < time.toSeconds(); second++) {
      scenario.pass();
    }
  }
}
