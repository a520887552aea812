package org.openhtc.execution.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.region.Architecture;
import org.openhtc.registry.PinnedImage;
import org.openhtc.registry.PullAuthorization;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.Timeouts;

class ImagePullsTest {
  private static final PinnedImage IMAGE = new PinnedImage("projects/p/app", "sha256:1");
  private static final String REFERENCE = "registry/projects/p/app@sha256:1";

  private final SettableClock clock = SettableClock.stopped();
  private final FakeContainerEngine engine = new FakeContainerEngine(clock);
  private final Semaphore ended = new Semaphore(0);
  private final ImagePulls pulls =
      new ImagePulls(
          BackgroundWork.onVirtualThreads(),
          image -> new PullAuthorization("registry/" + image, "token"),
          ended::release,
          1,
          clock);

  @Test
  void concurrentJobsShareOnePull() throws InterruptedException {
    engine.offering(REFERENCE, Architecture.X86);
    engine.registryOutage("connection refused");
    for (int job = 1; job <= 50; job++) {
      assertThat(pulls.fetch(engine, IMAGE)).isEqualTo(new ImageState.Pulling());
    }
    awaitEnd();
    assertThat(engine.pulls(REFERENCE)).isEqualTo(1);
    assertThat(pulls.failure(IMAGE)).contains("connection refused");
  }

  @Test
  void pulledImageIsHeldAndWakesTheAgent() throws InterruptedException {
    engine.offering(REFERENCE, Architecture.X86);
    pulls.fetch(engine, IMAGE);
    awaitEnd();
    assertThat(engine.image(REFERENCE)).isPresent();
    assertThat(pulls.failure(IMAGE)).isEmpty();
  }

  @Test
  void backOffGrowsWhileTheRegistryIsUnreachable() throws InterruptedException {
    engine.offering(REFERENCE, Architecture.X86);
    engine.registryOutage("connection refused");
    for (int pause : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      tryOnce();
      int tried = engine.pulls(REFERENCE);
      clock.advance(Duration.ofSeconds(pause).minusMillis(500));
      assertThat(pulls.fetch(engine, IMAGE)).isEqualTo(new ImageState.Pulling());
      assertThat(engine.pulls(REFERENCE)).isEqualTo(tried);
      clock.advance(Duration.ofMillis(500));
    }
    engine.registryOutage(null);
    tryOnce();
    assertThat(engine.image(REFERENCE)).isPresent();
  }

  @Test
  void imageIsMissingAfterThreeDenials() throws InterruptedException {
    for (int time = 1; time <= 3; time++) {
      tryOnce();
      clock.advance(Duration.ofSeconds(5));
    }
    assertThat(pulls.fetch(engine, IMAGE))
        .isEqualTo(new ImageState.Missing("manifest for %s not found".formatted(REFERENCE)));
    assertThat(engine.pulls(REFERENCE)).isEqualTo(3);
  }

  @Test
  void imageThatUnpacksToTooMuchIsRemovedAndMissing() throws InterruptedException {
    engine.offering(REFERENCE, Architecture.X86, 1L << 30);
    tryOnce();
    assertThat(engine.image(REFERENCE)).isEmpty();
    clock.advance(Duration.ofMinutes(59));
    assertThat(pulls.fetch(engine, IMAGE))
        .isInstanceOfSatisfying(
            ImageState.Missing.class,
            missing -> assertThat(missing.reason()).contains("more than 1 GiB"));
    assertThat(engine.pulls(REFERENCE)).isEqualTo(1);
  }

  @Test
  void missingImageIsPulledAgainLater() throws InterruptedException {
    for (int time = 1; time <= 3; time++) {
      tryOnce();
      clock.advance(Duration.ofSeconds(5));
    }
    engine.offering(REFERENCE, Architecture.X86);
    clock.advance(Duration.ofSeconds(30));
    tryOnce();
    assertThat(engine.image(REFERENCE)).isPresent();
  }

  @Test
  void unreachableEngineIsNoFailureOfTheRegistry() throws InterruptedException {
    engine.reachable(false);
    tryOnce();
    assertThat(pulls.failure(IMAGE)).isEmpty();
  }

  private void tryOnce() throws InterruptedException {
    assertThat(pulls.fetch(engine, IMAGE)).isEqualTo(new ImageState.Pulling());
    awaitEnd();
  }

  private void awaitEnd() throws InterruptedException {
    assertThat(ended.tryAcquire(Timeouts.STEP.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }
}
