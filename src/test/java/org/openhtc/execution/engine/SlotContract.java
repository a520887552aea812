package org.openhtc.execution.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.slot.TestPause;

/** The slots of every engine, real or fake. */
public abstract class SlotContract extends EngineScenario {
  /** The engine's network mode of the slots. */
  protected abstract String network();

  @Test
  void slotRunsAndIsListedWithItsName() {
    Slot slot = slot(1);
    assertThat(engine().list(installation))
        .singleElement()
        .satisfies(listed -> {
          assertThat(listed.id()).isEqualTo(slot.id());
          assertThat(listed.name()).isEqualTo(slot.name());
          assertThat(listed.phase()).isEqualTo(Phase.RUNNING);
          assertThat(listed.labels()).containsEntry(ContainerLabels.SLOT, slot.name());
        });
    assertThat(List.of(slot.hostsPath(), slot.resolvConfPath(), slot.hostnamePath()))
        .doesNotHaveDuplicates()
        .noneMatch(String::isEmpty);
  }

  @Test
  void slotWithoutItsImageIsNotMade() {
    SlotSpec spec = new SlotSpec(name(1), labels(1), "openhtc-test/nowhere:1", network());
    assertThatThrownBy(() -> engine().makeSlot(spec))
        .isInstanceOf(EngineException.ImageMissing.class);
    assertThat(engine().list(installation)).isEmpty();
  }

  @Test
  void containersUseASlotOneAfterAnother() {
    Slot slot = slot(1);
    for (int number = 1; number <= 2; number++) {
      String id = engine().create(joining(slot, number, shell("exit 0", FakeProgram.exits(0))));
      engine().start(id);
      assertThat(ended(id).exitCode()).isZero();
      assertThat(state(id).labels())
          .containsEntry(ContainerLabels.SLOT, slot.name() + "/" + number);
      engine().remove(id);
    }
    assertThat(state(slot.id()).phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void existingContainerIsFoundWhicheverSlotItWouldGet() {
    ContainerSpec first = joining(slot(1), shell("exit 0", FakeProgram.exits(0)));
    ContainerSpec second =
        ContainerSpecBuilder.like(first).network(new NetworkPlace.Joined(slot(2), 1)).build();
    assertThat(engine().create(second)).isEqualTo(engine().create(first));
  }

  @Test
  void startOnARemovedSlotFindsTheNetworkLost() {
    Slot slot = slot(1);
    String id = engine().create(joining(slot, shell("exit 0", FakeProgram.exits(0))));
    engine().remove(slot.id());
    assertThatThrownBy(() -> engine().start(id)).isInstanceOf(EngineException.NetworkLost.class);
    assertThat(state(id).phase()).isEqualTo(Phase.CREATED);
    engine().remove(id);
  }

  @Test
  void startOnAnEndedSlotFindsTheNetworkLost() {
    Slot slot = slot(1);
    String id = engine().create(joining(slot, shell("exit 0", FakeProgram.exits(0))));
    engine().stop(slot.id(), Duration.ofSeconds(20));
    assertThat(state(slot.id()).phase()).isEqualTo(Phase.EXITED);
    assertThatThrownBy(() -> engine().start(id)).isInstanceOf(EngineException.NetworkLost.class);
  }

  protected Slot slot(int number) {
    engine().importImage(TestPause.image(), TestPause.archive());
    engine().importImage(TestPause.image(), TestPause.archive());
    return engine()
        .makeSlot(new SlotSpec(name(number), labels(number), TestPause.image(), network()));
  }

  protected ContainerSpec joining(Slot slot, List<String> argv) {
    return joining(slot, 1, argv);
  }

  private ContainerSpec joining(Slot slot, int use, List<String> argv) {
    return ContainerSpecBuilder.like(spec(argv))
        .network(new NetworkPlace.Joined(slot, use))
        .build();
  }

  private String name(int number) {
    return "openhtc-slot-%s-%d".formatted(installation, number);
  }

  private Map<String, String> labels(int number) {
    return Map.of(ContainerLabels.INSTALLATION, installation, ContainerLabels.SLOT, name(number));
  }
}
