package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Info;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineEvent;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.execution.engine.ImageFacts;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.execution.engine.JobNetwork;
import org.openhtc.execution.engine.Slot;
import org.openhtc.execution.engine.SlotSpec;
import org.openhtc.job.log.JobLogLine;

/** One Docker engine. */
final class DockerEngine implements ContainerEngine {
  private final EngineConnection connection;
  private final Clock clock;
  private final DockerClient client;
  private final EngineCalls calls;
  private final DockerEventStreams eventStreams;

  /**
   * @param clock of this process, with which the engine's clock is compared
   */
  DockerEngine(EngineConnection connection, Clock clock) {
    this.connection = connection;
    this.clock = clock;
    this.client = connection.client();
    this.calls = connection.calls();
    this.eventStreams = new DockerEventStreams(client, calls);
  }

  @Override
  public EngineFacts facts() {
    return calls.within(EngineOperation.FACTS, this::measuredFacts);
  }

  private EngineFacts measuredFacts() {
    Instant sent = clock.instant();
    Info info = client.infoCmd().exec();
    Duration skew = ClockSkew.measured(sent, clock.instant(), info.getSystemTime());
    return MachineFacts.of(info, connection.isLocal(), skew);
  }

  @Override
  public DiskMechanism probeDisk() {
    return new DiskProbe(connection).run();
  }

  @Override
  public Isolation ensureJobNetwork(JobNetwork network) {
    new JobNetworkCreation(connection).ensure(network);
    return new HostFirewall(connection).apply(network);
  }

  @Override
  public void importImage(String name, byte[] archive) {
    if (image(name).isEmpty()) {
      calls.within(EngineOperation.SLOT, () -> new SlotCreation(connection).load(name, archive));
    }
  }

  @Override
  public Slot makeSlot(SlotSpec spec) {
    return new SlotCreation(connection).make(spec);
  }

  @Override
  public Optional<ImageFacts> image(String name) {
    return calls.ifExists(
        EngineOperation.IMAGE, () -> MachineFacts.of(client.inspectImageCmd(name).exec()));
  }

  @Override
  public void pull(String reference, String registryToken) {
    new ImagePull(client, calls).pull(reference, registryToken);
  }

  @Override
  public List<String> pulledImages(String prefix) {
    return calls.within(
        EngineOperation.LIST,
        () ->
            client.listImagesCmd().exec().stream()
                .map(Image::getRepoDigests)
                .filter(Objects::nonNull)
                .flatMap(Stream::of)
                .filter(reference -> reference.startsWith(prefix))
                .toList());
  }

  @Override
  public boolean removeImage(String reference) {
    return calls.within(
        EngineOperation.REMOVE,
        () -> {
          try {
            client.removeImageCmd(reference).exec();
            return true;
          } catch (NotFoundException alreadyGone) {
            return true;
          } catch (ConflictException inUse) {
            return false;
          }
        });
  }

  @Override
  public String create(ContainerSpec spec) {
    return new ContainerCreation(client, calls).create(spec);
  }

  @Override
  public void start(String id) {
    calls.within(
        EngineOperation.START,
        () -> {
          try {
            return client.startContainerCmd(id).exec();
          } catch (NotModifiedException runsAlready) {
            return null;
          } catch (NotFoundException missing) {
            // The message names the container itself, or the slot that it joins.
            if (String.valueOf(missing.getMessage()).contains(id)) {
              throw new EngineException.Unreachable("no container " + id, missing);
            }
            throw missing;
          }
        });
  }

  @Override
  public List<ContainerSummary> list(String installation) {
    Map<String, String> own = Map.of(ContainerLabels.INSTALLATION, installation);
    return calls.within(
        EngineOperation.LIST,
        () ->
            client.listContainersCmd().withShowAll(true).withLabelFilter(own).exec().stream()
                .map(ContainerStates::of)
                .toList());
  }

  @Override
  public Optional<ContainerState> inspect(String idOrName) {
    return calls
        .ifExists(
            EngineOperation.INSPECT,
            () -> ContainerStates.of(client.inspectContainerCmd(idOrName).exec()))
        .map(this::withTiniExit);
  }

  /** For the engine, a command that its init process could not start has started and ended. */
  private ContainerState withTiniExit(ContainerState state) {
    return TiniExit.isPossible(state)
        ? TiniExit.failure(log(state.id(), null)).map(state::neverStarted).orElse(state)
        : state;
  }

  @Override
  public Optional<Long> writableBytes(String id) {
    return calls.ifExists(
        EngineOperation.MEASURE,
        () -> client.inspectContainerCmd(id).withSize(true).exec().getSizeRw());
  }

  @Override
  public void stop(String id, Duration grace) {
    int seconds = Math.toIntExact(grace.toSeconds());
    calls.ifExists(
        EngineOperation.STOP,
        EngineOperation.STOP.limit().plus(grace),
        () -> {
          try {
            return client.stopContainerCmd(id).withTimeout(seconds).exec();
          } catch (NotModifiedException notRunning) {
            return null;
          }
        });
  }

  @Override
  public void remove(String id) {
    calls.ifExists(
        EngineOperation.REMOVE,
        () -> {
          try {
            return client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
          } catch (ConflictException removalInProgress) {
            return null;
          }
        });
  }

  @Override
  public boolean readLog(String id, @Nullable Instant since, Consumer<JobLogLine> sink) {
    return new ContainerLog(connection).read(id, since, sink);
  }

  @Override
  public AutoCloseable watch(String installation, Consumer<EngineEvent> listener, Runnable lost) {
    return eventStreams.open(installation, listener, lost);
  }

  @Override
  public void close() {
    eventStreams.close();
    connection.close();
  }
}
