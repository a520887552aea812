package org.openhtc.execution.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.testing.Timeouts;

/** The behaviour of the engines of one machine, which hold images and start within a call. */
public abstract class MachineEngineContract extends ContainerEngineContract {
  /** An image whose containers the engine refuses to start. */
  protected abstract String unstartableImage();

  /** An image that a registry has and the engine does not hold yet. */
  protected abstract String offeredImage() throws IOException;

  /** Makes the registry reachable or unreachable. */
  protected abstract void registryReachable(boolean now) throws IOException;

  @Test
  void describesItsImages() {
    ImageFacts held = engine().image(image()).orElseThrow();
    assertThat(held.architecture()).isEqualTo(engine().facts().architecture());
    assertThat(held.sizeBytes()).isPositive();
    assertThat(engine().image("openhtc-test/nowhere:1")).isEmpty();
  }

  @Test
  void pulledImageIsHeld() throws IOException {
    String image = offeredImage();
    assertThat(engine().image(image)).isEmpty();
    for (int time = 1; time <= 2; time++) {
      engine().pull(image, "no token needed");
      assertThat(engine().image(image)).isPresent();
    }
  }

  @Test
  void pulledImageCanBeRemoved() throws IOException {
    String image = offeredImage();
    engine().pull(image, "no token needed");
    String prefix = image.substring(0, image.indexOf('/') + 1);
    String pulled = engine().pulledImages(prefix).getFirst();
    assertThat(engine().pulledImages("elsewhere/")).isEmpty();
    assertThat(engine().removeImage(pulled)).isTrue();
    assertThat(engine().pulledImages(prefix)).isEmpty();
    assertThat(engine().removeImage(pulled)).isTrue();
  }

  @Test
  void imageThatTheRegistryLacksIsMissing() throws IOException {
    String image = offeredImage().replaceFirst(":1$", ":7");
    assertThatThrownBy(() -> engine().pull(image, "no token needed"))
        .isInstanceOf(EngineException.ImageMissing.class)
        .hasMessageContaining("not found");
  }

  @Test
  void pullFailsWhileTheRegistryIsUnreachable() throws IOException {
    String image = offeredImage();
    registryReachable(false);
    try {
      assertThatThrownBy(() -> engine().pull(image, "no token needed"))
          .isInstanceOf(EngineException.PullFailed.class)
          .hasMessageContaining("connection refused");
    } finally {
      registryReachable(true);
    }
    engine().pull(image, "no token needed");
  }

  @Test
  void jobNetworkIsCreatedOnceWithAFirewall() {
    JobNetwork network =
        new JobNetwork(installation, List.of(new AllowedEndpoint("127.0.0.1", 1)), List.of());
    for (int time = 1; time <= 2; time++) {
      assertThat(engine().ensureJobNetwork(network).level()).isEqualTo(Isolation.Level.FIREWALL);
    }
  }

  @Test
  void networkOfAnotherInstallationIsRefused() {
    engine().ensureJobNetwork(new JobNetwork(installation, List.of(), List.of()));
    JobNetwork sameName =
        new JobNetwork(installation.substring(0, 8) + "-other", List.of(), List.of());
    assertThatThrownBy(() -> engine().ensureJobNetwork(sameName))
        .isInstanceOf(EngineException.Refused.class)
        .hasMessageContaining("a network that OpenHTC did not create");
  }

  @Test
  void containerWithoutItsImageIsNotCreated() {
    ContainerSpec spec = spec("openhtc-test/nowhere:1", List.of("true"), installation);
    assertThatThrownBy(() -> engine().create(spec))
        .isInstanceOf(EngineException.ImageMissing.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void refusedStartStaysRefused() {
    String id = engine().create(spec(unstartableImage(), unstartable(), installation));
    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThatThrownBy(() -> engine().start(id))
          .isInstanceOf(EngineException.Refused.class)
          .hasMessageContaining("unable to find user");
    }
    ContainerState state = state(id);
    assertThat(state.phase()).isEqualTo(Phase.CREATED);
    assertThat(state.exitCode()).isNotZero();
    assertThat(state.error()).contains("unable to find user");
  }

  /** Why a caller must know that a container was never started. */
  @Test
  void startOfAnEndedContainerRunsItAgain() {
    String id = run(shell("echo once more", FakeProgram.exits(0).printing("once more")));
    ended(id);
    engine().start(id);
    await()
        .atMost(Timeouts.STEP)
        .untilAsserted(() -> assertThat(messages(id)).containsExactly("once more", "once more"));
  }

  private List<String> unstartable() {
    List<String> argv = List.of("unstartable");
    means(argv, FakeProgram.cannotStart("unable to find user nosuch"));
    return argv;
  }
}
