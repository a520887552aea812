package org.openhtc.execution.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.execution.engine.NetworkPlace;
import org.openhtc.execution.engine.ProcessLimits;
import org.openhtc.execution.engine.Slot;
import org.openhtc.execution.engine.Variables;
import org.openhtc.region.Architecture;
import org.openhtc.testing.SettableClock;

class HostSlotsTest {
  private static final String INSTALLATION = UUID.randomUUID().toString();
  private static final UUID PROJECT = UUID.randomUUID();
  private static final NetworkPlace OWN = NetworkPlace.own("jobs");

  private final SettableClock clock = new SettableClock();
  private final FakeContainerEngine engine =
      new FakeContainerEngine(clock)
          .holding("busybox", Architecture.X86)
          .otherwise(FakeProgram.runs());
  private final HostSlots slots = slots("jobs");
  private final EngineFacts facts =
      new EngineFacts("fake", "0", Architecture.X86, 2, 16384, null, null, Duration.ZERO);
  private int jobs;

  @Test
  void slotsAreMadeFromTheFirstJobOn() {
    slots.connected(engine, 1, facts);
    assertThat(engine.slots()).isEmpty();
    connect(1);
    assertThat(engine.slots()).hasSize(4).allMatch(name -> name.startsWith("openhtc-slot-"));
    assertThat(engine.spec(engine.slots().getFirst()).network()).isEqualTo(OWN);
    assertThat(AttemptId.of(engine.list(INSTALLATION).getFirst().labels())).isEmpty();
  }

  @Test
  void jobWithoutASlotGetsANetworkOfItsOwn() {
    assertThat(slots.take(PROJECT, "early")).isEqualTo(OWN);
    connect(1);
    assertThat(slots.take(PROJECT, "early")).isInstanceOf(NetworkPlace.Joined.class);
    slots.disconnected();
    assertThat(slots.take(PROJECT, "late")).isEqualTo(OWN);
  }

  @Test
  void networksThatCannotBeJoinedHaveNoSlots() {
    for (String network : List.of("none", "host", "container:abc")) {
      HostSlots none = slots(network);
      none.connected(engine, 1, facts);
      assertThat(none.take(PROJECT, "job")).isEqualTo(NetworkPlace.own(network));
    }
    assertThat(engine.slots()).isEmpty();
  }

  @Test
  void makingSlotsIsGivenUpAfterSomeFailures() {
    engine.failing(new EngineException.Refused("no addresses left"));
    for (int time = 1; time <= 5; time++) {
      connect(1);
      clock.advance(Duration.ofMinutes(1));
    }
    engine.failing(null);
    connect(1);
    assertThat(engine.slots()).isEmpty();
    assertThat(slots.take(PROJECT, "job")).isEqualTo(OWN);
  }

  @Test
  void reconnectionTriesAgain() {
    makingSlotsIsGivenUpAfterSomeFailures();
    slots.disconnected();
    connect(1);
    assertThat(engine.slots()).hasSize(4);
  }

  @Test
  void slotsOutliveAConnection() {
    connect(1);
    Slot slot = slotOf(run(PROJECT));
    slots.disconnected();
    connect(1);
    assertThat(engine.slots()).hasSize(4);
    assertThat(slots.take(PROJECT, "next"))
        .isInstanceOfSatisfying(
            NetworkPlace.Joined.class, place -> assertThat(place.slot()).isNotEqualTo(slot));
  }

  @Test
  void slotsOfAnEarlierEpochAreRemovedWhenTheirJobHasEnded() {
    connect(1);
    String job = run(PROJECT);
    Slot old = slotOf(job);
    connect(2);
    reconcile();
    assertThat(engine.slots()).contains(old.name()).hasSize(5);
    engine.end(job, 0);
    reconcile();
    assertThat(engine.slots()).doesNotContain(old.name()).hasSize(4);
  }

  @Test
  void onlyFreeSlotsAreRemovedAtTheEnd() {
    connect(1);
    Slot used = slotOf(run(PROJECT));
    slots.removeFree();
    assertThat(engine.slots()).containsExactly(used.name());
    assertThat(slots.take(PROJECT, "late")).isEqualTo(OWN);
  }

  @Test
  void slotOfAJobThatIsNotStartedYetIsKept() {
    connect(1);
    ContainerSpec spec = spec(PROJECT);
    engine.create(spec);
    connect(2);
    reconcile();
    assertThat(engine.slots()).contains(joined(spec.network()).name());
  }

  @Test
  void jobWhoseSlotEndedIsRemovedSoonAfter() {
    connect(1);
    String job = run(PROJECT);
    String slot = slotOf(job).name();
    engine.end(slot, 137);
    reconcile();
    assertThat(engine.names()).contains(job);
    reconcile();
    assertThat(engine.names()).doesNotContain(job);
    reconcile();
    assertThat(engine.slots()).doesNotContain(slot).hasSize(4);
  }

  @Test
  void intruderOnASlotIsRemoved() {
    connect(1);
    ContainerSpec right = spec(PROJECT);
    engine.start(engine.create(right));
    ContainerSpec wrong = spec("intruder", new NetworkPlace.Joined(slotOf(right.name()), 7));
    engine.start(engine.create(wrong));
    reconcile();
    reconcile();
    assertThat(engine.names()).contains(right.name()).doesNotContain(wrong.name());
  }

  @Test
  void hostsWithOneEngineMakeSlotsOfTheirOwn() {
    connect(1);
    HostSlots other = new HostSlots(INSTALLATION, "other", "jobs", (n, work) -> work.run(), clock);
    other.connected(engine, 1, facts);
    other.take(PROJECT, "first");
    assertThat(engine.slots()).hasSize(8);
  }

  private HostSlots slots(String network) {
    return new HostSlots(INSTALLATION, "host", network, (name, work) -> work.run(), clock);
  }

  private void connect(long epoch) {
    slots.connected(engine, epoch, facts);
    if (engine.slots().isEmpty()) {
      assertThat(slots.take(PROJECT, "first")).isEqualTo(OWN);
    }
  }

  private void reconcile() {
    Instant now = clock.instant();
    clock.advance(Duration.ofSeconds(1));
    List<ContainerSummary> listed = engine.list(INSTALLATION);
    slots.reconcile(listed, now);
  }

  /** The name of a container that runs on a slot. */
  private String run(UUID project) {
    ContainerSpec spec = spec(project);
    assertThat(spec.network()).isInstanceOf(NetworkPlace.Joined.class);
    engine.start(engine.create(spec));
    return spec.name();
  }

  private ContainerSpec spec(UUID project) {
    String name = "job " + ++jobs;
    return spec(name, slots.take(project, name));
  }

  private static ContainerSpec spec(String name, NetworkPlace network) {
    Map<String, String> labels =
        Map.of(
            ContainerLabels.INSTALLATION,
            INSTALLATION,
            ContainerLabels.JOB,
            UUID.randomUUID() + ":0",
            ContainerLabels.ATTEMPT,
            "1");
    return new ContainerSpec(
        name,
        labels,
        "busybox",
        List.of(),
        null,
        Variables.NONE,
        1,
        64,
        ProcessLimits.LEAST,
        null,
        0,
        network,
        null,
        null);
  }

  private Slot slotOf(String job) {
    return joined(engine.spec(job).network());
  }

  private static Slot joined(NetworkPlace place) {
    return ((NetworkPlace.Joined) place).slot();
  }
}
