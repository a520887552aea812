package org.openhtc.execution.attempt;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.engine.EngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on the containers of a host concurrently, but on each container with one worker at a time.
 * The number of concurrent starts is limited, because more than a few only add latency. Removals
 * have their own limit: one of a container with many files blocks for seconds and must not delay
 * the start of jobs.
 */
public final class ContainerWorkers {
  private static final Logger log = LoggerFactory.getLogger(ContainerWorkers.class);

  private static final Work NOTHING = () -> {};

  /** The containers with work in progress, each with the work that follows. */
  private final Map<String, Work> inProgress = new ConcurrentHashMap<>();

  private final BackgroundWork background;
  private final Semaphore starts;
  private final Semaphore removals;
  private int startLimit;

  /**
   * @param starts concurrent starts at most
   * @param removals concurrent removals at most
   */
  public ContainerWorkers(BackgroundWork background, int starts, int removals) {
    this.background = background;
    this.startLimit = starts;
    this.starts = new Semaphore(starts);
    this.removals = new Semaphore(removals);
  }

  /** Has no effect if the limit is that high already. */
  public synchronized void raiseStartLimit(int limit) {
    if (limit > startLimit) {
      starts.release(limit - startLimit);
      startLimit = limit;
    }
  }

  /** Work that may throw {@link EngineException} when the engine is unreachable. */
  public interface Work {
    void run() throws InterruptedException;
  }

  /**
   * Runs the work now, or after the work on that container that is in progress: the caller may have
   * seen a change that the present worker has missed. Further work replaces work that waits.
   */
  public void submit(String container, Work work) {
    boolean[] isFree = {false};
    inProgress.compute(
        container,
        (name, following) -> {
          isFree[0] = following == null;
          return isFree[0] ? NOTHING : work;
        });
    if (isFree[0]) {
      background.start(container, () -> run(container, work));
    }
  }

  /** Whether there is work on this container that has not ended. */
  public boolean isInProgress(String container) {
    return inProgress.containsKey(container);
  }

  void starting(Work work) throws InterruptedException {
    limited(starts, work);
  }

  void removing(Work work) throws InterruptedException {
    limited(removals, work);
  }

  private static void limited(Semaphore limit, Work work) throws InterruptedException {
    limit.acquire();
    try {
      work.run();
    } finally {
      limit.release();
    }
  }

  private void run(String container, Work work) {
    for (Work next = work; next != null; next = following(container)) {
      try {
        next.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException | Error e) {
        log.warn(
            "Work on {} failed; the next pass of its host tries again: {}",
            container,
            e.toString());
      }
    }
  }

  private @Nullable Work following(String container) {
    Work[] next = {NOTHING};
    inProgress.compute(
        container,
        (name, following) -> {
          next[0] = following == null ? NOTHING : following;
          return next[0] == NOTHING ? null : NOTHING;
        });
    return next[0] == NOTHING ? null : next[0];
  }
}
