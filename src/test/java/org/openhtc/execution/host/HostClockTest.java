package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.TestSettings;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;

/** The clock of the machine is set back by an hour while jobs run: nothing waits for an hour. */
class HostClockTest implements UnreliableEngine.Losses {
  private final Set<String> failing = new HashSet<>();
  private boolean losesEvents;
  private final AgentScenario scenario =
      new AgentScenario(
          "h1", engine -> new UnreliableEngine(engine, this), (name, work) -> work.run());
  private final FakeContainerEngine engine = scenario.engine;

  @Override
  public boolean losesRequest(String operation) {
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
  void nextListShowsAnEndWithoutAnEvent() {
    losesEvents = true;
    JobId job = scenario.placed("work");
    passes(Duration.ofMinutes(1));
    setBack();
    engine.end(AgentScenario.container(job, 1), 0);
    passes(Duration.ofSeconds(30));
    assertThat(events()).last().isEqualTo(new JobEvent.Exited(0, false));
  }

  @Test
  void startIsReported() {
    scenario.placed("work");
    scenario.read();
    scenario.agent().pass();
    setBack();
    scenario.flushStarts();
    assertThat(events()).containsExactly(new JobEvent.ContainerStarted());
  }

  @Test
  void failedRemovalIsRepeated() {
    failing.add("remove");
    scenario.placed("true");
    passes(Duration.ofMinutes(5));
    setBack();
    failing.clear();
    passes(Duration.ofSeconds(90));
    assertThat(engine.names()).isEmpty();
  }

  private void setBack() {
    scenario.clock.advance(Duration.ofHours(-1));
  }

  private void passes(Duration time) {
    long count = time.dividedBy(TestSettings.DEFAULTS.pollInterval());
    for (long i = 0; i < count; i++) {
      scenario.pass();
    }
  }

  private List<JobEvent> events() {
    return scenario.counted().stream().map(JobReport::event).toList();
  }
}
