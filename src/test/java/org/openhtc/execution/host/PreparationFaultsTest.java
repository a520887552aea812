package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;

/** A full host whose engine fails while the container of a job that waits for room is created. */
class PreparationFaultsTest implements UnreliableEngine.Losses {
  private static final String HOST = "h1";
  private static final int VCPUS = 8;

  private final List<String> requests = new ArrayList<>();
  private final Set<String> lost = new HashSet<>();
  private Runnable duringCreation = () -> {};
  private final AgentScenario scenario =
      new AgentScenario(
          HOST, engine -> new UnreliableEngine(engine, this), (name, work) -> work.run());
  private final FakeContainerEngine engine = scenario.engine;
  private final List<JobId> jobs = new ArrayList<>();

  @Override
  public boolean losesRequest(String operation) {
    requests.add(operation);
    if (operation.equals("create")) {
      Runnable meanwhile = duringCreation;
      duringCreation = () -> {};
      meanwhile.run();
    }
    return lost.contains(operation);
  }

  @Override
  public boolean losesResponse(String operation) {
    return lost.remove("response of " + operation);
  }

  @Override
  public boolean losesEvent() {
    return false;
  }

  @BeforeEach
  void fullHost() {
    scenario.pass();
    for (int job = 0; job < VCPUS; job++) {
      jobs.add(scenario.placed("work"));
    }
    scenario.pass();
    assertThat(engine.running()).hasSize(VCPUS);
  }

  @Test
  void nextStartIsTheFirstRequestAfterAnEnd() {
    place();
    requests.clear();
    engine.end(container(0), 0);
    assertThat(requests).startsWith("start").contains("readFinalLog", "remove");
  }

  @Test
  void jobReturnsAlthoughItsCreationHangs() {
    duringCreation = this::thirtySecondsPass;
    JobId job = place();
    assertThat(scenario.assignments.onHost(HOST)).hasSize(VCPUS);
    assertThat(engine.names()).contains(container(job)); // its creation ended after all
    scenario.pass();
    scenario.pass();
    assertThat(engine.names()).hasSize(VCPUS);
    assertThat(engine.starts(container(job))).isZero();
  }

  private void thirtySecondsPass() {
    for (int second = 0; second < 32; second++) {
      scenario.pass();
    }
    assertThat(scenario.assignments.events()).last().isInstanceOf(JobEvent.Returned.class);
  }

  @Test
  void jobReturnsIfItsContainerCannotBeCreated() {
    lost.add("create");
    place();
    for (int second = 0; second < 32; second++) {
      scenario.pass();
    }
    assertThat(scenario.assignments.events()).last().isInstanceOf(JobEvent.Returned.class);
    assertThat(engine.names()).hasSize(VCPUS);
  }

  @Test
  void jobThatGetsRoomDuringItsCreationStartsAtItsEnd() {
    duringCreation = () -> engine.end(container(0), 0);
    JobId job = place();
    assertThat(engine.starts(container(job))).isEqualTo(1);
    assertThat(engine.running()).hasSize(VCPUS);
  }

  @Test
  void jobThatIsCancelledDuringItsCreationNeverStarts() {
    duringCreation =
        () -> {
          scenario.assignments.cancel(jobs.getLast());
          scenario.pass();
          engine.end(container(0), 0);
        };
    JobId job = place();
    scenario.pass();
    scenario.pass();
    assertThat(scenario.assignments.events()).contains(new JobEvent.Cancelled());
    assertThat(engine.starts(container(job))).isZero();
    assertThat(engine.names()).hasSize(VCPUS - 1);
  }

  @Test
  void containerIsFoundIfTheResponseOfItsCreationWasLost() {
    lost.add("response of create");
    JobId job = place();
    lost.clear();
    requests.clear();
    for (int second = 0; second < 3; second++) {
      scenario.pass();
    }
    engine.end(container(0), 0);
    assertThat(requests).doesNotContain("create");
    assertThat(engine.starts(container(job))).isEqualTo(1);
  }

  /** The thread of the test launches it, before this returns. */
  private JobId place() {
    JobId job = scenario.placed("work");
    jobs.add(job);
    scenario.publish(job, 1);
    return job;
  }

  private String container(int job) {
    return container(jobs.get(job));
  }

  private static String container(JobId job) {
    return AgentScenario.container(job, 1);
  }
}
