package org.openhtc.execution.attempt;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.EngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on a host's containers side by side, each container by one hand at a time. Starts are
 * bounded, because more than a few at once only add latency; removals have a bound of their own,
 * because one with many files blocks for seconds and must not keep jobs from starting.
 */
public final class ContainerWorkers {
  private static final Logger log = LoggerFactory.getLogger(ContainerWorkers.class);

  private static final Work NOTHING = () -> {};

  /** Containers being worked on, each with the work that follows. */
  private final Map<String, Work> busy = new ConcurrentHashMap<>();

  private final Semaphore starts;
  private final Semaphore removals;
  private int hands;

  public ContainerWorkers(int starts, int removals) {
    this.hands = starts;
    this.starts = new Semaphore(starts);
    this.removals = new Semaphore(removals);
  }

  /** Lets so many containers be started at once, if that is more than before. */
  public synchronized void growTo(int more) {
    if (more > hands) {
      starts.release(more - hands);
      hands = more;
    }
  }

  /** Work that may throw {@link EngineException} when the engine is away. */
  public interface Work {
    void run() throws InterruptedException;
  }

  /**
   * Runs the work now, or once more after the work that is being done on that container: whoever
   * asks has seen something that the present hand may have missed.
   */
  public void take(String container, Work work) {
    boolean[] isFree = {false};
    busy.compute(
        container,
        (name, following) -> {
          isFree[0] = following == null;
          return isFree[0] ? NOTHING : work;
        });
    if (isFree[0]) {
      Thread.ofVirtual().name(container).start(() -> carryOut(container, work));
    }
  }

  /** Nobody works on that container now. */
  public boolean isFree(String container) {
    return !busy.containsKey(container);
  }

  void starting(Work work) throws InterruptedException {
    bounded(starts, work);
  }

  void removing(Work work) throws InterruptedException {
    bounded(removals, work);
  }

  private static void bounded(Semaphore bound, Work work) throws InterruptedException {
    bound.acquire();
    try {
      work.run();
    } finally {
      bound.release();
    }
  }

  private void carryOut(String container, Work work) {
    for (Work next = work; next != null; next = following(container)) {
      try {
        next.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException | Error e) {
        log.warn(
            "Work on {} failed; the next look at its host tries again: {}",
            container,
            e.toString());
      }
    }
  }

  private @Nullable Work following(String container) {
    Work[] next = {NOTHING};
    busy.compute(
        container,
        (name, following) -> {
          next[0] = following == null ? NOTHING : following;
          return next[0] == NOTHING ? null : NOTHING;
        });
    return next[0] == NOTHING ? null : next[0];
  }
}
