package org.openhtc.execution.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.host.ClusterPlace;
import org.openhtc.region.Architecture;

/** Creates pods, of which the cluster has at most a configured number. */
final class PodCreation {
  private final ApiServer server;
  private final ClusterPaths paths;
  private final Pods pods;
  private final PullSecrets secrets;
  private final ClusterPlace place;
  private final Duration grace;

  /** As of the last list, corrected by what was created and removed since. */
  private final AtomicInteger present = new AtomicInteger();

  private volatile Nodes nodes = new Nodes(Architecture.X86, List.of());

  PodCreation(
      ApiServer server,
      ClusterPaths paths,
      Pods pods,
      PullSecrets secrets,
      ClusterPlace place,
      Duration grace) {
    this.server = server;
    this.paths = paths;
    this.pods = pods;
    this.secrets = secrets;
    this.place = place;
    this.grace = grace;
  }

  /** The nodes as measured last. */
  void measured(Nodes found) {
    nodes = found;
  }

  Architecture architecture() {
    return nodes.architecture();
  }

  /** The pods of the installation as listed last. */
  void counted(int listed) {
    present.set(listed);
  }

  void removed() {
    present.updateAndGet(count -> Math.max(0, count - 1));
  }

  /** As {@link org.openhtc.execution.engine.ContainerEngine#create}. */
  String create(ContainerSpec spec) {
    refuseTooLarge(spec);
    if (present.incrementAndGet() > Objects.requireNonNull(place.maxPods())) {
      present.decrementAndGet();
      return existing(spec)
          .orElseThrow(() -> new EngineException.Full("max-pods is reached: " + place.maxPods()));
    }
    boolean isCreated = false;
    try {
      PodManifest manifest = new PodManifest(place, nodes.architectureLabel(), grace);
      Pod pod =
          new Pod(
              server.create(
                  ApiCall.CREATE, paths.pods(), manifest.of(spec, secrets.name(spec.image()))));
      isCreated = true;
      return pod.id();
    } catch (ApiStatusException e) {
      return afterError(spec, e);
    } catch (IOException e) {
      throw server.unreachable(ApiCall.CREATE, e);
    } finally {
      if (!isCreated) {
        present.decrementAndGet();
      }
    }
  }

  /** Such a pod would wait for ever, unless the cluster adds larger nodes by itself. */
  private void refuseTooLarge(ContainerSpec spec) {
    Nodes found = nodes;
    boolean mayGrow = place.vcpus() != null;
    if (!mayGrow && !found.nodes().isEmpty() && !found.canHold(spec.vcpus(), spec.memoryMib())) {
      throw new EngineException.Refused(
          "no node of the cluster can hold %d vCPUs and %d MiB: %s"
              .formatted(spec.vcpus(), spec.memoryMib(), found.largest()));
    }
  }

  private String afterError(ContainerSpec spec, ApiStatusException e) {
    return switch (e.code()) {
      case 409 -> existing(spec).orElseThrow(() -> server.unreachable(ApiCall.CREATE, e));
      case 403 -> throw forbidden(e);
      case 400, 413, 422 -> throw new EngineException.Refused(String.valueOf(e.getMessage()));
      default -> throw server.unreachable(ApiCall.CREATE, e);
    };
  }

  private static EngineException forbidden(ApiStatusException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("exceeded quota")
        ? new EngineException.Full(message)
        : new EngineException.Refused(message);
  }

  /** The id of the pod that has the name; empty if there is none, or it is being removed. */
  private Optional<String> existing(ContainerSpec spec) {
    Optional<Pod> found = pods.find(PodId.of(spec.name()));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Pod pod = found.get();
    String installation = spec.labels().getOrDefault(ContainerLabels.INSTALLATION, "");
    if (!pod.belongsTo(installation)) {
      throw new EngineException.Refused(
          "the pod %s belongs to another installation".formatted(pod.name()));
    }
    if (!pod.isGated() || pod.deletedBy() != null) {
      throw new EngineException.AlreadyStarted(
          "the pod %s was started before".formatted(pod.name()));
    }
    return Optional.of(pod.id());
  }
}
