package org.openhtc.execution.kubernetes;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.http.HttpCall;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;

/**
 * The pods of one namespace.
 *
 * @param clock decides whether a node that is silent counts as lost
 */
record Pods(
    ApiServer server, ClusterPaths paths, ObservedPods observed, PodRemoval removal, Clock clock) {
  Pods(ApiServer server, ClusterPaths paths, String installation, Clock clock) {
    this(server, paths, new ObservedPods(), new PodRemoval(server, paths, installation), clock);
  }

  /** The state of the pod's container. */
  ContainerState state(Pod pod) {
    Instant now = clock.instant();
    return PodStates.of(pod, now, observed.delayedSince(pod, now));
  }

  /** Empty if it does not exist, or was removed by this service. */
  Optional<Pod> find(Pod.Id id) {
    return findAny(id).filter(pod -> !pod.isRemoved());
  }

  private Optional<Pod> findAny(Pod.Id id) {
    Optional<Pod> found =
        server.findPod(ApiCall.INSPECT, paths.pod(id.name())).map(Pod::new).filter(id::isOf);
    found.ifPresent(observed::observe);
    return found;
  }

  /**
   * @param kept makes what is kept of each pod that this service has not removed
   */
  <T> List<T> list(String installation, Function<Pod, T> kept) {
    return PagedList.ofPods(server)
        .read(
            ApiCall.LIST,
            paths.podsOf(installation),
            object -> {
              Pod pod = new Pod(object);
              observed.observe(pod);
              return pod.isRemoved() ? Optional.<T>empty() : Optional.of(kept.apply(pod));
            })
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /** Lets the pod be scheduled. Has no effect if it may be already, or has ended. */
  void start(Pod.Id id) {
    List<Map<String, String>> operations =
        List.of(
            Map.of("op", "test", "path", "/metadata/uid", "value", id.uid()),
            Map.of("op", "remove", "path", "/spec/schedulingGates"));
    try {
      server.patch(ApiCall.START, paths.pod(id.name()), ApiServer.Patch.OPERATIONS, operations);
    } catch (ApiStatusException e) {
      if (find(id).filter(pod -> !pod.isGated()).isEmpty()) {
        throw server.unreachable(ApiCall.START, e);
      }
    } catch (IOException e) {
      throw server.unreachable(ApiCall.START, e);
    }
  }

  /** Lets the node end the pod as at the end of its time, so that its log and result remain. */
  void stop(Pod pod, Duration limit) {
    change(
        ApiCall.STOP,
        pod,
        Map.of("metadata", Map.of("uid", pod.uid()), "spec", Map.of("activeDeadlineSeconds", 1)));
    await(ApiCall.STOP, pod, limit, changed -> changed.isOver() || hasEnded(changed));
  }

  /**
   * Removes the pod. One that runs is ended first: its object must not be gone before it. One whose
   * end is known needs no read. One that counts as lost, because its node is silent, only loses
   * what keeps its object: the node removes it when it is back, or the cluster when the node is
   * gone.
   *
   * @throws org.openhtc.execution.engine.EngineException.Unreachable if its node does not end it
   */
  void remove(Pod.Id id) {
    if (observed.remove(id) && removal.remove(id)) {
      return;
    }
    Pod pod = findAny(id).orElse(null);
    if (pod == null) {
      return;
    }
    Pod.Id found = new Pod.Id(pod.name(), pod.uid());
    if (observed.remove(found) && removal.remove(found)) {
      return;
    }
    if (mayRun(pod)) {
      delete(pod, 1);
      if (isNodeGone(pod)) {
        delete(pod, 0);
      } else if (isSilent(pod)) {
        release(pod);
        return;
      } else {
        await(ApiCall.REMOVE, pod, ApiCall.REMOVE.limit(), changed -> !mayRun(changed));
      }
    }
    release(pod);
    delete(pod, 0);
  }

  /** Whether its node was to end it, and has been silent for so long that it counts as lost. */
  boolean isSilent(Pod pod) {
    return mayRun(pod) && !PodEnds.silence(pod, clock.instant()).isEmpty();
  }

  private void release(Pod pod) {
    if (pod.isKept()) {
      change(
          ApiCall.REMOVE,
          pod,
          Map.of("metadata", Map.of("uid", pod.uid(), "finalizers", pod.otherFinalizers())));
    }
  }

  private static boolean mayRun(Pod pod) {
    return !pod.isOver() && !pod.node().isEmpty() && !hasEnded(pod);
  }

  private static boolean hasEnded(Pod pod) {
    return !pod.container("terminated").isMissingNode();
  }

  /** Nothing on that node can end the pod any more. */
  private boolean isNodeGone(Pod pod) {
    Optional<JsonNode> node = server.find(ApiCall.REMOVE, paths.node(pod.node()));
    if (node.isEmpty()) {
      return true;
    }
    for (JsonNode taint : node.get().path("spec").path("taints")) {
      if (taint.path("key").asString("").equals("node.kubernetes.io/out-of-service")) {
        return true;
      }
    }
    return false;
  }

  private void delete(Pod pod, int graceSeconds) {
    server.delete(
        ApiCall.REMOVE,
        paths.pod(pod.name()),
        Map.of("gracePeriodSeconds", graceSeconds, "preconditions", Map.of("uid", pod.uid())));
  }

  private void change(ApiCall call, Pod pod, Map<String, Object> patch) {
    try {
      server.patch(call, paths.pod(pod.name()), ApiServer.Patch.MERGE, patch);
    } catch (ApiStatusException e) {
      if (e.code() != 404) {
        throw server.unreachable(call, e);
      }
    } catch (IOException e) {
      throw server.unreachable(call, e);
    }
  }

  /**
   * Returns when the pod is gone, or is as wanted.
   *
   * @throws org.openhtc.execution.engine.EngineException.Unreachable if it is not within the limit
   */
  void await(ApiCall call, Pod before, Duration limit, Predicate<Pod> isWanted) {
    Pod.Id id = new Pod.Id(before.name(), before.uid());
    Optional<Pod> now = findAny(id);
    if (now.isEmpty() || isWanted.test(now.get())) {
      return;
    }
    String path = paths.changesOfPod(id.name(), now.get().resourceVersion(), limit.toSeconds());
    server.translated(
        call,
        () -> {
          if (server.read(
              call,
              HttpCall.of("GET", path).closingConnection(),
              limit,
              body -> happens(Json.changesOfPods(body), isWanted))) {
            return true;
          }
          throw new IOException("pod %s has not ended".formatted(id.name()));
        });
  }

  private static boolean happens(MappingIterator<JsonNode> changes, Predicate<Pod> isWanted) {
    while (changes.hasNextValue()) {
      JsonNode change = changes.nextValue();
      String type = change.path("type").asString("");
      if (type.equals("DELETED")
          || (type.equals("MODIFIED") && isWanted.test(new Pod(change.path("object"))))) {
        return true;
      }
    }
    return false;
  }
}
