package org.openhtc.execution.kubernetes;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerState.Phase;
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
import org.openhtc.execution.http.HttpCall;
import org.openhtc.host.ClusterPlace;
import org.openhtc.job.log.JobLogLine;

/** One namespace of a Kubernetes cluster. */
final class KubernetesEngine implements ContainerEngine {
  private final ApiServer server;
  private final ClusterPaths paths;
  private final ClusterPlace place;
  private final Duration grace;
  private final Clock clock;
  private final Pods pods;
  private final PullSecrets secrets;
  private final SharedVariables variables;
  private final PodCreation creation;
  private final ClusterFacts facts;

  /**
   * @param grace time between SIGTERM and SIGKILL
   */
  KubernetesEngine(
      ApiServer server, ClusterPlace place, String installation, Duration grace, Clock clock) {
    this.server = server;
    this.paths = new ClusterPaths(Objects.requireNonNull(place.namespace()));
    this.place = place;
    this.grace = grace;
    this.clock = clock;
    this.pods = new Pods(server, paths, installation, clock);
    this.secrets = new PullSecrets(server, paths, installation, clock);
    this.facts = new ClusterFacts(server, paths, place, installation, clock);
    this.variables = new SharedVariables(server, paths, installation, clock);
    this.creation = new PodCreation(server, paths, pods, secrets, variables, place, grace);
  }

  @Override
  public EngineFacts facts() {
    ClusterFacts.Measured measured = facts.measure();
    creation.measured(measured.nodes());
    Thread.ofVirtual().name("secrets").start(variables::removeUnused);
    return measured.facts();
  }

  @Override
  public DiskMechanism probeDisk() {
    return DiskMechanism.EVICTION;
  }

  @Override
  public boolean holdsImages() {
    return false;
  }

  @Override
  public Isolation ensureJobNetwork(JobNetwork network) {
    return network().ensure(network);
  }

  @Override
  public Optional<Isolation> beginJobNetwork(JobNetwork network) {
    return network().begin(network);
  }

  private ClusterNetwork network() {
    return new ClusterNetwork(server, paths, place, pods);
  }

  @Override
  public void importImage(String name, byte[] archive) {
    throw new EngineException.Refused("no image can be imported into a cluster");
  }

  @Override
  public Slot makeSlot(SlotSpec spec) {
    throw new EngineException.Refused("a cluster has no network slots");
  }

  /** Present if nodes can pull the image; its size is not known. */
  @Override
  public Optional<ImageFacts> image(String name) {
    return secrets.permits(name)
        ? Optional.of(new ImageFacts(name, creation.architecture(), 0))
        : Optional.empty();
  }

  /** Lets nodes pull the image; one that they can't pull is found when a pod is started. */
  @Override
  public void pull(String reference, String registryToken) {
    secrets.put(reference, registryToken);
  }

  /** Nodes remove images by themselves. */
  @Override
  public List<String> pulledImages(String prefix) {
    return List.of();
  }

  @Override
  public boolean removeImage(String reference) {
    return true;
  }

  @Override
  public String create(ContainerSpec spec) {
    return creation.create(spec);
  }

  @Override
  public void start(String id) {
    pods.start(Pod.Id.of(id));
  }

  @Override
  public boolean runsInOneCall() {
    return true;
  }

  /** A pod may wait for its node. Lists show all that wait, for less than a read of each. */
  @Override
  public Duration startDelay() {
    return Duration.ofSeconds(15);
  }

  @Override
  public String run(ContainerSpec spec) {
    return creation.run(spec);
  }

  @Override
  public List<ContainerSummary> list(String installation) {
    List<ContainerSummary> listed =
        pods.list(installation, pod -> PodStates.summary(pod, pods.state(pod)));
    creation.counted(listed.size());
    return listed;
  }

  @Override
  public Optional<ContainerState> inspect(String idOrName) {
    return pods.find(Pod.Id.of(idOrName)).map(pods::state);
  }

  /** More than its limit if it was ended for that; else 0, because only its node measures it. */
  @Override
  public Optional<Long> writableBytes(String id) {
    return pods.find(Pod.Id.of(id)).map(KubernetesEngine::writtenBytes);
  }

  private static long writtenBytes(Pod pod) {
    Long exceeded = PodEnds.exceededDisk(pod);
    return exceeded == null ? 0 : exceeded + 1;
  }

  @Override
  public Optional<Long> volumeBytes(String id) {
    return pods.find(Pod.Id.of(id)).map(pod -> 0L);
  }

  @Override
  public boolean hasUsage() {
    return false;
  }

  @Override
  public Optional<ContainerUsage> usage(String id) {
    return Optional.empty();
  }

  /** A pod has its grace time from its creation on, so the given one only limits the wait. */
  @Override
  public void stop(String id, Duration wait) {
    Duration limit = ApiCall.STOP.limit().plus(grace.compareTo(wait) > 0 ? grace : wait);
    pods.find(Pod.Id.of(id)).filter(pod -> !pod.isOver()).ifPresent(pod -> pods.stop(pod, limit));
  }

  @Override
  public void remove(String id) {
    pods.remove(Pod.Id.of(id));
    creation.removed();
  }

  @Override
  public boolean readLog(String idOrName, @Nullable Instant since, Consumer<JobLogLine> sink) {
    // Read before the log: a state read later could be newer than the last line of the log.
    Optional<ContainerState> state = inspect(idOrName);
    return state.isPresent()
        && readLog(Pod.Id.of(idOrName), since, state.get().phase() != Phase.RUNNING, sink);
  }

  /**
   * Reads it by the name alone: there are no two pods of one name of which both have started. That
   * of a silent node is given up, because each try would occupy a connection until it fails. A node
   * that was just restarted does not know its pods for a moment.
   */
  @Override
  public boolean readFinalLog(String id, Consumer<JobLogLine> sink) {
    try {
      boolean isRead = readLog(Pod.Id.of(id), null, true, sink);
      if (!isRead && pods.find(Pod.Id.of(id)).isPresent()) {
        throw new EngineException.Unreachable(
            "the node of %s does not know it".formatted(id), null);
      }
      return isRead;
    } catch (EngineException.Unreachable e) {
      if (pods.find(Pod.Id.of(id)).filter(pods::isSilent).isEmpty()) {
        throw e;
      }
      String line = "[engine: the log is on a node that is lost: %s]".formatted(e.getMessage());
      sink.accept(new JobLogLine(clock.instant(), line));
      return true;
    }
  }

  private boolean readLog(
      Pod.Id id, @Nullable Instant since, boolean isFinal, Consumer<JobLogLine> sink) {
    String from =
        since == null
            ? ""
            : "&sinceTime="
                + ClusterPaths.encoded(Instant.ofEpochSecond(since.getEpochSecond()).toString());
    HttpCall call =
        HttpCall.of("GET", paths.pod(id.name()) + "/log?timestamps=true" + from).limitedBySilence();
    try {
      return server.read(
          ApiCall.LOG,
          call,
          ApiCall.LOG.limit(),
          body -> {
            PodLog.read(body, since, isFinal, sink);
            return true;
          });
    } catch (ApiStatusException e) {
      return switch (e.code()) {
        case 400 -> true; // its container has not started, so it has printed nothing
        case 404 -> false;
        default -> throw server.unreachable(ApiCall.LOG, e);
      };
    } catch (IOException e) {
      throw server.unreachable(ApiCall.LOG, e);
    }
  }

  @Override
  public EngineWatch watch(String installation, Consumer<EngineEvent> listener, Runnable lost) {
    return PodWatch.open(server, paths, installation, listener, lost, pods.observed(), clock);
  }

  @Override
  public void close() {
    server.close();
  }
}
