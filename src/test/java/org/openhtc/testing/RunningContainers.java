package org.openhtc.testing;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openhtc.execution.ContainerLabels;

/** Samples, from outside the service, how many containers of a batch an engine runs at once. */
public final class RunningContainers implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(50);

  private final DockerClient docker;
  private final String jobs;
  private final AtomicInteger maximum = new AtomicInteger();
  private final AtomicInteger samples = new AtomicInteger();
  private final Thread sampler;
  private volatile boolean isOver;

  private RunningContainers(URI engine, String batch) {
    this.docker = TestImages.client(engine);
    this.jobs = batch + ":";
    this.sampler = Thread.ofVirtual().start(this::sample);
  }

  public static RunningContainers ofBatch(URI engine, String batch) {
    return new RunningContainers(engine, batch);
  }

  private void sample() {
    while (!isOver) {
      maximum.accumulateAndGet(running(), Math::max);
      samples.incrementAndGet();
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
  }

  private int running() {
    return Math.toIntExact(
        docker.listContainersCmd().withLabelFilter(List.of(ContainerLabels.JOB)).exec().stream()
            .filter(c -> c.getLabels().getOrDefault(ContainerLabels.JOB, "").startsWith(jobs))
            .count());
  }

  /** The highest number in any sample so far. */
  public int maximum() {
    return maximum.get();
  }

  /** The number of samples so far. */
  public int samples() {
    return samples.get();
  }

  @Override
  public void close() {
    isOver = true;
    try {
      sampler.join();
      docker.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
