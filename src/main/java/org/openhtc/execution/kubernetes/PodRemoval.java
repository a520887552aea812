package org.openhtc.execution.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.EngineException;

/**
 * Removes ended pods with few calls: one for each pod, which removes its finalizer and marks it,
 * and one that deletes all marked pods together. Callers at the same time share the second one.
 */
final class PodRemoval {
  /** Lets more callers share a call while there are many. */
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

  private final ApiServer server;
  private final ClusterPaths paths;
  private final String installation;

  /** Held by the caller that deletes the marked pods of all. */
  private final ReentrantLock deleting = new ReentrantLock(true);

  /** How many pods were marked so far. */
  private final AtomicLong marked = new AtomicLong();

  private Deletion last = new Deletion(0, null);
  private long lastAt = System.nanoTime() - SHORTEST_INTERVAL.toNanos();

  /**
   * A call that has deleted pods.
   *
   * @param marked how many pods were marked before it
   * @param failure null if it succeeded
   */
  private record Deletion(long marked, EngineException.@Nullable Unreachable failure) {}

  PodRemoval(ApiServer server, ClusterPaths paths, String installation) {
    this.server = server;
    this.paths = paths;
    this.installation = installation;
  }

  /**
   * Removes a pod that has ended.
   *
   * @return false if it has to be read first: it is gone, or another program has changed it
   * @throws EngineException.Unreachable if the server failed; the pod may be marked
   */
  boolean remove(Pod.Id id) {
    if (!mark(id)) {
      return false;
    }
    if (!isDeletedWithOthers(marked.incrementAndGet())) {
      server.delete(
          ApiCall.REMOVE,
          paths.pod(id.name()),
          Map.of("gracePeriodSeconds", 0, "preconditions", Map.of("uid", id.uid())));
    }
    return true;
  }

  private boolean mark(Pod.Id id) {
    List<Map<String, Object>> operations =
        List.of(
            Map.of("op", "test", "path", "/metadata/uid", "value", id.uid()),
            Map.of("op", "test", "path", "/metadata/finalizers", "value", List.of(Pod.FINALIZER)),
            Map.of("op", "remove", "path", "/metadata/finalizers"),
            Map.of(
                "op",
                "add",
                "path",
                "/metadata/labels/" + Pod.REMOVED.replace("/", "~1"),
                "value",
                "true"));
    try {
      server.patch(ApiCall.REMOVE, paths.pod(id.name()), ApiServer.Patch.OPERATIONS, operations);
      return true;
    } catch (ApiStatusException e) {
      return switch (e.code()) {
        case 404, 409, 422 -> false;
        default -> throw server.unreachable(ApiCall.REMOVE, e);
      };
    } catch (IOException e) {
      throw server.unreachable(ApiCall.REMOVE, e);
    }
  }

  /**
   * @param number of the caller's pod among all marked ones
   * @return false if the service's account may only delete single pods
   */
  private boolean isDeletedWithOthers(long number) {
    deleting.lock();
    try {
      if (last.marked < number) {
        LockSupport.parkNanos(lastAt + SHORTEST_INTERVAL.toNanos() - System.nanoTime());
        last = delete(marked.get());
        lastAt = System.nanoTime();
      }
      EngineException.Unreachable failure = last.failure;
      if (failure == null) {
        return true;
      }
      if (failure.getCause() instanceof ApiStatusException e && e.code() == 403) {
        return false;
      }
      throw new EngineException.Unreachable(String.valueOf(failure.getMessage()), failure);
    } finally {
      deleting.unlock();
    }
  }

  private Deletion delete(long upTo) {
    try {
      server.deleteAll(
          ApiCall.REMOVE, paths.removedPodsOf(installation), Map.of("gracePeriodSeconds", 0));
      return new Deletion(upTo, null);
    } catch (EngineException.Unreachable e) {
      return new Deletion(upTo, e);
    }
  }
}
