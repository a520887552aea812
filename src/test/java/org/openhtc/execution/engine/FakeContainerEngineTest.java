package org.openhtc.execution.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.openhtc.region.Architecture;

class FakeContainerEngineTest extends MachineEngineContract {
  private final FakeContainerEngine engine =
      new FakeContainerEngine(Clock.systemUTC())
          .holding("busybox", Architecture.X86)
          .holding("unstartable", Architecture.X86);

  @Override
  protected ContainerEngine engine() {
    return engine;
  }

  @Override
  protected String image() {
    return "busybox";
  }

  @Override
  protected String unstartableImage() {
    return "unstartable";
  }

  @Override
  protected String offeredImage() {
    String image = "registry:5000/offered:1";
    engine.offering(image, Architecture.X86);
    return image;
  }

  @Override
  protected void registryReachable(boolean now) {
    engine.registryOutage(now ? null : "connection refused");
  }

  @Override
  protected void killFromOutside(String id) {
    engine.end(id, 137);
  }

  @Override
  protected void means(List<String> argv, FakeProgram program) {
    engine.program(argv, program);
  }

  @Test
  void unreachableEngineFailsCallsAndLosesItsWatches() {
    AtomicInteger lost = new AtomicInteger();
    EngineWatch watch = engine.watch(installation, event -> {}, lost::incrementAndGet);
    engine.reachable(false);
    assertThat(lost).hasValue(1);
    assertThat(watch.isLost()).isTrue();
    assertThatThrownBy(engine::facts).isInstanceOf(EngineException.Unreachable.class);
    engine.reachable(true);
    assertThat(engine.facts().vcpus()).isPositive();
    assertThat(lost).hasValue(1);
  }

  @Test
  void callWhoseResponseIsLostTakesEffect() {
    ContainerSpec spec = spec(List.of("true"));
    String id = engine.create(spec);
    engine.loseResponses(1);
    assertThatThrownBy(() -> engine.start(id)).isInstanceOf(EngineException.Unreachable.class);
    engine.start(id);
    assertThat(engine.starts(spec.name())).isEqualTo(1);
  }
}
