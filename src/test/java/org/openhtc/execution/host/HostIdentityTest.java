package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.TestBatch;
import org.openhtc.execution.TestSettings;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.execution.engine.NetworkPlace;
import org.openhtc.execution.engine.ProcessLimits;
import org.openhtc.execution.engine.Variables;
import org.openhtc.host.HostHealth;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.region.Architecture;

/** An engine keeps its jobs under another name, and another engine does not take them over. */
class HostIdentityTest {
  private static final String HOST = "h1";

  private final AgentScenario scenario = new AgentScenario(HOST);

  @Test
  void jobsOfAnEngineAreNotFaultedBecauseAnotherOneDoesNotHaveThem() {
    JobId job = running();
    anotherEngineResponds();
    scenario.pass();
    assertThat(scenario.hosts.host().health()).isEqualTo(HostHealth.UNREACHABLE);
    assertThat(scenario.hosts.host().healthReason())
        .contains("engine other responds instead of engine fake");
    assertThat(scenario.assignments.onHost(HOST)).extracting("id").containsExactly(job);
  }

  @Test
  void anotherEngineIsAcceptedWhenTheJobsHaveReturnedToTheQueue() {
    running();
    anotherEngineResponds();
    scenario.pass();
    scenario.clock.advance(TestSettings.DEFAULTS.hostLostAfter().plusSeconds(1));
    scenario.pass();
    assertThat(scenario.assignments.events()).last().isInstanceOf(JobEvent.Faulted.class);
    scenario.pass();
    assertThat(scenario.hosts.host().isReady()).isTrue();
  }

  @Test
  void containersThatWereStartedUnderAFormerNameAreContinued() {
    scenario.hosts.formerNames(Set.of("former"));
    JobId job = scenario.place(TestBatch.of("run"));
    AttemptId attempt = new AttemptId(job, 1);
    String name = AgentScenario.container(job, 1);
    String installation = AgentScenario.INSTALLATION.id();
    scenario.engine.program(List.of("run"), FakeProgram.runs());
    scenario.engine.start(
        scenario.engine.foreign(container(name, attempt.labels(installation, "former"))));
    scenario.pass();
    scenario.engine.end(name, 0);
    scenario.pass();
    assertThat(scenario.assignments.events()).last().isEqualTo(new JobEvent.Exited(0, false));
    assertThat(scenario.engine.starts(name)).isEqualTo(1);
  }

  private static ContainerSpec container(String name, Map<String, String> labels) {
    return new ContainerSpec(
        name,
        labels,
        TestBatch.IMAGE,
        List.of("run"),
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

  private JobId running() {
    scenario.engine.program(List.of("run"), FakeProgram.runs());
    scenario.pass();
    JobId job = scenario.placed("run");
    scenario.pass();
    assertThat(scenario.engine.names()).contains(AgentScenario.container(job, 1));
    return job;
  }

  private void anotherEngineResponds() {
    scenario.engine.describedBy(
        new EngineFacts("other", "0", Architecture.X86, 8, 16384, 100L, null, Duration.ZERO),
        DiskMechanism.WATCH);
    scenario.restart();
  }
}
