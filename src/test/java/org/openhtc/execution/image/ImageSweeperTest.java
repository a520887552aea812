package org.openhtc.execution.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.EngineScenario;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.region.Architecture;
import org.openhtc.testing.SettableClock;

class ImageSweeperTest {
  private final SettableClock clock = new SettableClock();
  private final FakeContainerEngine engine = new FakeContainerEngine(clock);
  private final ImageSweeper sweeper = new ImageSweeper("registry/projects/", clock);

  @Test
  void leastRecentlyUsedImageIsRemovedFirst() {
    hold("a", "b", "c");
    use("b");
    use("a");
    sweep();
    assertThat(held()).containsExactlyInAnyOrder("a", "b");
    sweep();
    assertThat(held()).containsExactly("a");
    sweep();
    assertThat(held()).isEmpty();
  }

  @Test
  void recentlyUsedImageIsKept() {
    hold("a");
    sweeper.used(reference("a"));
    sweeper.sweep(engine);
    assertThat(held()).containsExactly("a");
  }

  @Test
  void imageOfAContainerIsKeptAndTheNextOneRemoved() {
    hold("a", "b");
    engine.foreign(EngineScenario.named("job", reference("a"), List.of("true"), "own"));
    use("b");
    sweep();
    assertThat(held()).containsExactly("a");
  }

  @Test
  void otherImagesAreNeverRemoved() {
    engine.holding("busybox:1", Architecture.X86).holding("registry/other@1", Architecture.X86);
    sweep();
    assertThat(engine.pulledImages("")).hasSize(2);
  }

  private void hold(String... names) {
    for (String name : names) {
      engine.holding(reference(name), Architecture.X86);
    }
  }

  private void use(String name) {
    sweeper.used(reference(name));
    clock.advance(Duration.ofHours(1));
  }

  private void sweep() {
    sweeper.sweep(engine);
  }

  private List<String> held() {
    return engine.pulledImages("registry/projects/").stream()
        .map(reference -> reference.replaceFirst(".*/(.*)@.*", "$1"))
        .toList();
  }

  private static String reference(String name) {
    return "registry/projects/1/" + name + "@sha256:0";
  }
}
