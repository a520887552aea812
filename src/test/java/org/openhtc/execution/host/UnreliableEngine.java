package org.openhtc.execution.host;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineEvent;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.execution.engine.EngineWatch;
import org.openhtc.execution.engine.ImageFacts;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.execution.engine.JobNetwork;
import org.openhtc.execution.engine.Slot;
import org.openhtc.execution.engine.SlotSpec;
import org.openhtc.job.log.JobLogLine;

/** One connection to a fake engine that loses requests, responses and events at random. */
final class UnreliableEngine implements ContainerEngine {
  private final ContainerEngine engine;
  private final Random random;
  private final Supplier<Double> losses;
  private boolean isClosed;

  /**
   * @param losses present share of requests, of responses and of events that are lost
   */
  UnreliableEngine(ContainerEngine engine, Random random, Supplier<Double> losses) {
    this.engine = engine;
    this.random = random;
    this.losses = losses;
  }

  private boolean isLost() {
    return random.nextDouble() < losses.get();
  }

  private <T> T call(Supplier<T> request) {
    if (isClosed || isLost()) {
      throw new EngineException.Unreachable("the request is lost", null);
    }
    T response = request.get();
    if (isLost()) {
      throw new EngineException.Unreachable("the response is lost", null);
    }
    return response;
  }

  private void run(Runnable request) {
    call(() -> {
      request.run();
      return true;
    });
  }

  @Override
  public EngineFacts facts() {
    return call(engine::facts);
  }

  @Override
  public DiskMechanism probeDisk() {
    return call(engine::probeDisk);
  }

  @Override
  public Isolation ensureJobNetwork(JobNetwork network) {
    return call(() -> engine.ensureJobNetwork(network));
  }

  @Override
  public void importImage(String name, byte[] archive) {
    run(() -> engine.importImage(name, archive));
  }

  @Override
  public Slot makeSlot(SlotSpec spec) {
    return call(() -> engine.makeSlot(spec));
  }

  @Override
  public Optional<ImageFacts> image(String name) {
    return call(() -> engine.image(name));
  }

  @Override
  public void pull(String reference, String registryToken) {
    run(() -> engine.pull(reference, registryToken));
  }

  @Override
  public List<String> pulledImages(String prefix) {
    return call(() -> engine.pulledImages(prefix));
  }

  @Override
  public boolean removeImage(String reference) {
    return call(() -> engine.removeImage(reference));
  }

  @Override
  public String create(ContainerSpec spec) {
    return call(() -> engine.create(spec));
  }

  @Override
  public void start(String id) {
    run(() -> engine.start(id));
  }

  @Override
  public List<ContainerSummary> list(String installation) {
    return call(() -> engine.list(installation));
  }

  @Override
  public Optional<ContainerState> inspect(String idOrName) {
    return call(() -> engine.inspect(idOrName));
  }

  @Override
  public Optional<Long> writableBytes(String id) {
    return call(() -> engine.writableBytes(id));
  }

  @Override
  public void stop(String id, Duration grace) {
    run(() -> engine.stop(id, grace));
  }

  @Override
  public void remove(String id) {
    run(() -> engine.remove(id));
  }

  @Override
  public boolean readLog(String id, @Nullable Instant since, Consumer<JobLogLine> sink) {
    return call(() -> engine.readLog(id, since, sink));
  }

  @Override
  public boolean readFinalLog(String id, Consumer<JobLogLine> sink) {
    return call(() -> engine.readFinalLog(id, sink));
  }

  @Override
  public EngineWatch watch(String installation, Consumer<EngineEvent> listener, Runnable lost) {
    return call(() ->
        engine.watch(
            installation,
            event -> {
              if (!isClosed && !isLost()) {
                listener.accept(event);
              }
            },
            lost));
  }

  /** The fake engine itself stays open for the next connection. */
  @Override
  public void close() {
    isClosed = true;
  }
}
