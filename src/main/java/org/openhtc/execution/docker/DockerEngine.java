package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
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
import org.openhtc.execution.cgroup.CgroupUsage;
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
import org.openhtc.execution.firewall.DiskSpace;
import org.openhtc.execution.http.BodyReader;
import org.openhtc.execution.output.TiniExit;
import org.openhtc.job.log.JobLogLine;

/** One Docker engine. */
final class DockerEngine implements ContainerEngine {
  private static final CgroupUsage CGROUPS = CgroupUsage.ofThisMachine();

  /** By which the measured skew may be wrong. */
  private static final Duration LONGEST_LAG = Duration.ofSeconds(1);

  private static final int NOT_MODIFIED = 304;
  private static final int NOT_FOUND = 404;
  private static final int REMOVAL_IN_PROGRESS = 409;

  private final EngineConnection connection;
  private final Clock clock;
  private final DockerClient client;
  private final EngineRequests requests;
  private final EngineCalls calls;
  private final WrittenData writtenData;
  private final DockerEventStreams eventStreams;
  private final ScratchImage.Abandoned abandoned;

  /** How far the engine's clock was ahead when its facts were read last. */
  private volatile Duration skew = Duration.ZERO;

  /** As of the last time that the firewall was set. */
  private volatile @Nullable DiskSpace disk;

  /** Null if it is on another machine. */
  private volatile @Nullable String rootDirectory;

  /**
   * @param clock of this process, with which the engine's clock is compared
   */
  DockerEngine(EngineConnection connection, Clock clock) {
    this.connection = connection;
    this.clock = clock;
    this.client = connection.client();
    this.requests = connection.requests();
    this.calls = connection.calls();
    this.writtenData = new WrittenData(requests);
    this.eventStreams = new DockerEventStreams(requests);
    this.abandoned = new ScratchImage.Abandoned(connection, clock);
  }

  @Override
  public EngineFacts facts() {
    Instant sent = clock.instant();
    EngineJson.Info info =
        requests.sendOnNewConnection(
            EngineOperation.FACTS, requests.get("/info"), EngineJson.reader(EngineJson.Info.class));
    rootDirectory = connection.isLocal() ? info.rootDirectory() : null;
    skew = ClockSkew.measured(sent, clock.instant(), info.systemTime());
    return MachineFacts.of(info, connection.isLocal(), disk, skew);
  }

  @Override
  public DiskMechanism probeDisk() {
    return new DiskProbe(connection, abandoned).run();
  }

  @Override
  public boolean holdsImages() {
    return true;
  }

  @Override
  public Isolation ensureJobNetwork(JobNetwork network) {
    new JobNetworkCreation(connection).ensure(network);
    HostFirewall.Applied applied = new HostFirewall(connection, abandoned).apply(network);
    disk = applied.disk();
    return applied.isolation();
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
    new ImagePull(client, calls, this::freeDisk, clock).pull(reference, registryToken);
  }

  private @Nullable Long freeDisk() {
    String directory = rootDirectory;
    return directory == null ? null : MachineFacts.freeBytes(directory);
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
    return new ContainerCreation(requests).create(spec);
  }

  @Override
  public void start(String id) {
    try {
      sendStart(id);
    } catch (EngineException.NetworkLost e) {
      // The engine's message is the same if the container itself is missing.
      if (new ContainerInspection(requests).state(id).isEmpty()) {
        throw new EngineException.Unreachable("no container " + id, e);
      }
      throw e;
    }
  }

  private void sendStart(String id) {
    // Not repeated: a container that ended meanwhile would run again.
    requests.sendUnless(
        EngineOperation.START,
        EngineOperation.START.limit(),
        requests.post("/containers/%s/start".formatted(id)).once(),
        BodyReader.NOTHING,
        NOT_MODIFIED);
  }

  @Override
  public boolean mayHaveForgottenStart(String id) {
    Instant until = clock.instant().plus(skew).plus(LONGEST_LAG);
    return new ContainerInspection(requests).hasForgottenCreation(id, until);
  }

  @Override
  public List<ContainerSummary> list(String installation) {
    abandoned.removeDue();
    String path = "/containers/json?all=1&" + EngineRequests.filters(installation, Map.of());
    return requests
        .send(
            EngineOperation.LIST,
            requests.get(path),
            EngineJson.listReader(EngineJson.Listed.class))
        .stream()
        .map(ContainerStates::of)
        .toList();
  }

  @Override
  public Optional<ContainerState> inspect(String idOrName) {
    return new ContainerInspection(requests).state(idOrName).map(this::withTiniExit);
  }

  /** For the engine, a command that its init process could not start has started and ended. */
  private ContainerState withTiniExit(ContainerState state) {
    return TiniExit.isPossible(state)
        ? TiniExit.failure(new ContainerLog(requests).tail(state.id(), 2))
            .map(state::neverStarted)
            .orElse(state)
        : state;
  }

  @Override
  public Optional<Long> writableBytes(String id) {
    return writtenData.bytes(id);
  }

  @Override
  public Optional<Long> volumeBytes(String id) {
    return writtenData.volumeBytes(id);
  }

  @Override
  public boolean hasUsage() {
    return connection.isLocal();
  }

  @Override
  public Optional<ContainerUsage> usage(String id) {
    return hasUsage() ? CGROUPS.of(id) : Optional.empty();
  }

  @Override
  public void stop(String id, Duration grace) {
    requests.sendUnless(
        EngineOperation.STOP,
        EngineOperation.STOP.limit().plus(grace),
        requests.post("/containers/%s/stop?t=%d".formatted(id, grace.toSeconds())),
        BodyReader.NOTHING,
        NOT_MODIFIED,
        NOT_FOUND);
  }

  @Override
  public void remove(String id) {
    requests.sendUnless(
        EngineOperation.REMOVE,
        EngineOperation.REMOVE.limit(),
        requests.delete("/containers/%s?force=1&v=1".formatted(id)),
        BodyReader.NOTHING,
        NOT_FOUND,
        REMOVAL_IN_PROGRESS);
  }

  @Override
  public boolean readLog(String id, @Nullable Instant since, Consumer<JobLogLine> sink) {
    return new ContainerLog(requests).read(id, since, sink);
  }

  @Override
  public boolean readFinalLog(String id, Consumer<JobLogLine> sink) {
    return new ContainerLog(requests).readFinal(id, sink);
  }

  @Override
  public EngineWatch watch(String installation, Consumer<EngineEvent> listener, Runnable lost) {
    return eventStreams.open(installation, listener, lost);
  }

  @Override
  public void close() {
    eventStreams.close();
    connection.close();
  }
}
