package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.engine.NetworkPlace;
import org.openhtc.execution.engine.Slot;
import org.openhtc.host.HostHealth;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;

/** The networks of the jobs that an agent launches. */
class HostAgentSlotsTest {
  private final AgentScenario scenario = new AgentScenario("h1");
  private final FakeContainerEngine engine = scenario.engine;

  /** The first job has a network of its own: slots are made from then on. */
  @BeforeEach
  void hostWithSlots() {
    scenario.pass();
    scenario.placed("true");
    scenario.pass();
    assertThat(engine.slots()).isNotEmpty();
  }

  @Test
  void jobsUseASlotOneAfterAnother() {
    JobId first = scenario.placed("work");
    scenario.pass();
    NetworkPlace.Joined place = joined(first);
    engine.end(AgentScenario.container(first, 1), 0);
    scenario.pass();
    JobId second = scenario.placed("work");
    scenario.pass();
    assertThat(joined(second)).isEqualTo(new NetworkPlace.Joined(place.slot(), 2));
  }

  @Test
  void jobsAtTheSameTimeHaveDifferentSlots() {
    JobId first = scenario.placed("work");
    JobId second = scenario.placed("work");
    scenario.pass();
    assertThat(joined(first).slot()).isNotEqualTo(joined(second).slot());
  }

  @Test
  void jobWhoseSlotsHaveEndedStartsAllTheSame() {
    engine.slots().forEach(slot -> engine.end(slot, 137));
    JobId job = scenario.placed("work");
    scenario.publish(job, 1);
    String container = AgentScenario.container(job, 1);
    assertThat(engine.inspect(container).orElseThrow().phase()).isEqualTo(Phase.RUNNING);
    assertThat(engine.starts(container)).isEqualTo(1);
    assertThat(scenario.hosts.host().health()).isEqualTo(HostHealth.READY);
  }

  @Test
  void jobWhoseSlotEndedBeforeItsStartIsLaunchedAgain() {
    JobId job = scenario.placed("work");
    engine.loseResponses(1); // that of the create request
    scenario.pass();
    String container = AgentScenario.container(job, 1);
    assertThat(engine.inspect(container).orElseThrow().phase()).isEqualTo(Phase.CREATED);
    engine.end(joined(job).slot().name(), 137);
    for (int pass = 1; pass <= 10; pass++) {
      scenario.pass();
    }
    assertThat(engine.inspect(container).orElseThrow().phase()).isEqualTo(Phase.RUNNING);
    assertThat(scenario.assignments.events()).last().isEqualTo(new JobEvent.ContainerStarted());
  }

  @Test
  void jobPlacedAheadReservesOneSlotUntilItReturns() {
    List<JobId> jobs = Stream.generate(() -> scenario.placed("work")).limit(9).toList();
    scenario.pass();
    JobId ahead = jobs.getLast();
    String container = AgentScenario.container(ahead, 1);
    assertThat(engine.inspect(container).orElseThrow().phase()).isEqualTo(Phase.CREATED);
    Slot slot = joined(ahead).slot();
    assertThat(jobs.stream().limit(8).map(this::slotName)).doesNotContain(slot.name());
    scenario.agent().returnToQueue(Set.of(ahead));
    assertThat(engine.names()).hasSize(8);
    engine.end(AgentScenario.container(jobs.getFirst(), 1), 0);
    scenario.pass();
    JobId next = scenario.placed("work");
    scenario.pass();
    assertThat(joined(next).slot()).isEqualTo(slot);
  }

  @Test
  void noContainerIsCreatedAheadWithANetworkOfItsOwn() {
    List<JobId> jobs = Stream.generate(() -> scenario.placed("work")).limit(24).toList();
    scenario.pass();
    scenario.pass();
    assertThat(engine.running()).hasSize(8);
    assertThat(engine.names()).hasSizeBetween(9, 23);
    assertThat(engine.names().stream().filter(name -> !engine.running().contains(name)))
        .allMatch(name -> engine.spec(name).network() instanceof NetworkPlace.Joined);
    for (int ended = 0; ended < 23; ended++) {
      engine.end(AgentScenario.container(jobs.get(ended), 1), 0);
    }
    assertThat(engine.running()).contains(AgentScenario.container(jobs.getLast(), 1));
  }

  @Test
  void preparedJobWhoseSlotHasEndedStartsOnAnotherOne() {
    List<JobId> jobs = Stream.generate(() -> scenario.placed("work")).limit(9).toList();
    scenario.pass();
    JobId ahead = jobs.getLast();
    String container = AgentScenario.container(ahead, 1);
    engine.end(joined(ahead).slot().name(), 137);
    engine.end(AgentScenario.container(jobs.getFirst(), 1), 0);
    scenario.pass();
    assertThat(engine.running()).contains(container);
    assertThat(engine.starts(container)).isEqualTo(1);
  }

  @Test
  void stopRemovesOnlyFreeSlots() throws InterruptedException {
    JobId job = scenario.placed("work");
    scenario.pass();
    String used = joined(job).slot().name();
    assertThat(engine.slots()).hasSizeGreaterThan(1);
    scenario.agent().stop().join();
    assertThat(engine.slots()).containsExactly(used);
    assertThat(engine.running()).contains(AgentScenario.container(job, 1));
  }

  @Test
  void nextProcessUsesSlotsOfItsOwn() {
    JobId job = scenario.placed("work");
    scenario.pass();
    String old = joined(job).slot().name();
    scenario.restart();
    scenario.pass();
    scenario.pass();
    assertThat(engine.slots()).containsExactly(old);
    engine.end(AgentScenario.container(job, 1), 0);
    for (int pass = 1; pass <= 20; pass++) {
      scenario.pass();
    }
    assertThat(engine.slots()).isEmpty();
  }

  /** Empty if the job has a network of its own. */
  private String slotName(JobId job) {
    return engine.spec(AgentScenario.container(job, 1)).network() instanceof NetworkPlace.Joined on
        ? on.slot().name()
        : "";
  }

  private NetworkPlace.Joined joined(JobId job) {
    return (NetworkPlace.Joined) engine.spec(AgentScenario.container(job, 1)).network();
  }
}
