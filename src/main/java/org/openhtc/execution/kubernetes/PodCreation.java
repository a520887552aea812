package org.openhtc.execution.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.host.ClusterPlace;
import org.openhtc.host.HostMeasure.NodeSize;
import org.openhtc.region.Architecture;

/** Creates pods, of which the cluster has at most a configured number. */
final class PodCreation {
  private final ApiServer server;
  private final ClusterPaths paths;
  private final Pods pods;
  private final PullSecrets secrets;
  private final SharedVariables variables;
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
      SharedVariables variables,
      ClusterPlace place,
      Duration grace) {
    this.server = server;
    this.paths = paths;
    this.pods = pods;
    this.secrets = secrets;
    this.variables = variables;
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

  /** As {@link org.openhtc.execution.engine.ContainerEngine#create}: with the gate. */
  String create(ContainerSpec spec) {
    return create(spec, true).id;
  }

  /** As {@link org.openhtc.execution.engine.ContainerEngine#run}. */
  String run(ContainerSpec spec) {
    Created created = create(spec, false);
    if (!created.isNew) {
      pods.start(Pod.Id.of(created.id));
    }
    return created.id;
  }

  /**
   * A pod that has the name.
   *
   * @param isNew whether this call has created it; else it has the gate
   */
  private record Created(String id, boolean isNew) {}

  private Created create(ContainerSpec spec, boolean isGated) {
    refuseTooLarge(spec);
    if (present.incrementAndGet() > Objects.requireNonNull(place.maxPods())) {
      present.decrementAndGet();
      // Lists show a pod that exists by its name. To read it for each job that waits is costly.
      Optional<Created> found = isGated ? existing(spec) : Optional.empty();
      return found.orElseThrow(
          () -> new EngineException.Full("max-pods is reached: " + place.maxPods()));
    }
    boolean isCreated = false;
    try {
      PodManifest manifest = new PodManifest(place, nodes.architectureLabel(), grace);
      Map<String, Object> pod =
          manifest.of(
              spec, variables.store(spec.environment()), secrets.name(spec.image()), isGated);
      String id = new Pod(server.create(ApiCall.CREATE, paths.pods(), pod)).id();
      isCreated = true;
      return new Created(id, true);
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

  /**
   * Such a pod would wait for ever, unless the cluster adds larger nodes by itself. The scheduler
   * knows the sizes too, so this happens only to jobs that were placed before a node was removed.
   */
  private void refuseTooLarge(ContainerSpec spec) {
    List<NodeSize> sizes = nodes.largestSizes();
    boolean mayGrow = place.vcpus() != null;
    if (!mayGrow
        && !sizes.isEmpty()
        && sizes.stream().noneMatch(size -> size.canHold(spec.vcpus(), spec.memoryMib()))) {
      throw new EngineException.TooLarge(
          "No node of the cluster has %d vCPUs and %d MiB"
              .formatted(spec.vcpus(), spec.memoryMib()));
    }
  }

  private Created afterError(ContainerSpec spec, ApiStatusException e) {
    return switch (e.code()) {
      case 409 -> existing(spec).orElseThrow(() -> server.unreachable(ApiCall.CREATE, e));
      case 403 -> throw isOfTheAccount(e) ? server.unreachable(ApiCall.CREATE, e) : forbidden(e);
      default ->
          throw e.refusesTheObject()
              ? new EngineException.Refused(String.valueOf(e.getMessage()))
              : server.unreachable(ApiCall.CREATE, e);
    };
  }

  /**
   * Whether the service's account lacks the right, which is no fault of the job. A server that was
   * started just now knows no rights for a moment.
   */
  private static boolean isOfTheAccount(ApiStatusException e) {
    return String.valueOf(e.getMessage()).contains(" cannot create resource \"pods\"");
  }

  private static EngineException forbidden(ApiStatusException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("exceeded quota")
        ? new EngineException.Full(message)
        : new EngineException.Refused(message);
  }

  /** The pod that has the name; empty if there is none, or it is being removed. */
  private Optional<Created> existing(ContainerSpec spec) {
    Optional<Pod> found = pods.find(Pod.Id.of(spec.name()));
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
    return Optional.of(new Created(pod.id(), false));
  }
}
