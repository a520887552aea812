package org.openhtc.execution.host;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.engine.ContainerUsage;
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

/** One connection to a fake engine that loses requests, responses and events. */
final class UnreliableEngine implements ContainerEngine {
  /** What is lost. */
  interface Losses {
    /**
     * @param operation name of the method
     */
    boolean losesRequest(String operation);

    default boolean losesResponse(String operation) {
      return false;
    }

    default boolean losesEvent() {
      return false;
    }
  }

  private final ContainerEngine engine;
  private final Losses losses;
  private boolean isClosed;

  UnreliableEngine(ContainerEngine engine, Losses losses) {
    this.engine = engine;
    this.losses = losses;
  }

  private <T> T call(String operation, Supplier<T> request) {
    if (isClosed || losses.losesRequest(operation)) {
      throw new EngineException.Unreachable("the request to " + operation + " is lost", null);
    }
    T response = request.get();
    if (losses.losesResponse(operation)) {
      throw new EngineException.Unreachable("the response to " + operation + " is lost", null);
    }
    return response;
  }

  private void run(String operation, Runnable request) {
    call(
        operation,
        () -> {
          request.run();
          return true;
        });
  }

  @Override
  public EngineFacts facts() {
    return call("facts", engine::facts);
  }

  @Override
  public boolean holdsImages() {
    return engine.holdsImages();
  }

  @Override
  public DiskMechanism probeDisk() {
    return call("probeDisk", engine::probeDisk);
  }

  @Override
  public Isolation ensureJobNetwork(JobNetwork network) {
    return call("ensureJobNetwork", () -> engine.ensureJobNetwork(network));
  }

  @Override
  public void importImage(String name, byte[] archive) {
    run("importImage", () -> engine.importImage(name, archive));
  }

  @Override
  public Slot makeSlot(SlotSpec spec) {
    return call("makeSlot", () -> engine.makeSlot(spec));
  }

  @Override
  public Optional<ImageFacts> image(String name) {
    return call("image", () -> engine.image(name));
  }

  @Override
  public void pull(String reference, String registryToken) {
    run("pull", () -> engine.pull(reference, registryToken));
  }

  @Override
  public List<String> pulledImages(String prefix) {
    return call("pulledImages", () -> engine.pulledImages(prefix));
  }

  @Override
  public boolean removeImage(String reference) {
    return call("removeImage", () -> engine.removeImage(reference));
  }

  @Override
  public String create(ContainerSpec spec) {
    return call("create", () -> engine.create(spec));
  }

  @Override
  public void start(String id) {
    run("start", () -> engine.start(id));
  }

  @Override
  public List<ContainerSummary> list(String installation) {
    return call("list", () -> engine.list(installation));
  }

  @Override
  public Optional<ContainerState> inspect(String idOrName) {
    return call("inspect", () -> engine.inspect(idOrName));
  }

  @Override
  public Optional<Long> writableBytes(String id) {
    return call("writableBytes", () -> engine.writableBytes(id));
  }

  @Override
  public Optional<Long> volumeBytes(String id) {
    return call("volumeBytes", () -> engine.volumeBytes(id));
  }

  @Override
  public boolean mayHaveForgottenStart(String id) {
    return call("mayHaveForgottenStart", () -> engine.mayHaveForgottenStart(id));
  }

  @Override
  public boolean hasUsage() {
    return engine.hasUsage();
  }

  @Override
  public Optional<ContainerUsage> usage(String id) {
    return engine.usage(id);
  }

  @Override
  public void stop(String id, Duration grace) {
    run("stop", () -> engine.stop(id, grace));
  }

  @Override
  public void remove(String id) {
    run("remove", () -> engine.remove(id));
  }

  @Override
  public boolean readLog(String id, @Nullable Instant since, Consumer<JobLogLine> sink) {
    return call("readLog", () -> engine.readLog(id, since, sink));
  }

  @Override
  public boolean readFinalLog(String id, Consumer<JobLogLine> sink) {
    return call("readFinalLog", () -> engine.readFinalLog(id, sink));
  }

  @Override
  public EngineWatch watch(String installation, Consumer<EngineEvent> listener, Runnable lost) {
    return call(
        "watch",
        () ->
            engine.watch(
                installation,
                event -> {
                  if (!isClosed && !losses.losesEvent()) {
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
