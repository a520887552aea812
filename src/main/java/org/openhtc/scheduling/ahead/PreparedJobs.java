package org.openhtc.scheduling.ahead;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openhtc.job.JobId;

/**
 * The jobs that this process has placed ahead, and which of them have to return to the queue. The
 * list need not be exact: it may contain jobs that have started, and is empty after a change of the
 * leader. The agent of a host ignores a request for a job that has started. Without a request it
 * returns a job that has waited for 30 seconds.
 */
public final class PreparedJobs {
  /** Agents return a job after this time without a request. */
  private static final Duration KEPT = Duration.ofSeconds(30);

  private record Entry(PreparedJob job, Instant placedAt) {}

  /** What a plan has found out about prepared jobs. */
  public interface Situation {

    /** Whether the host has started all its jobs: its use is within its capacity. */
    boolean hasStartedAll(String host);

    /** Whether a waiting job of higher priority that could use the host found no room. */
    boolean isInTheWay(PreparedJob job);

    /**
     * Whether another host has room that no waiting job could use. The room is taken for the job.
     */
    boolean takeRoomFor(PreparedJob job);
  }

  private final Clock clock;
  private final List<Entry> entries = new ArrayList<>();

  public PreparedJobs(Clock clock) {
    this.clock = clock;
  }

  /** False while jobs were placed ahead that may not have started. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Jobs were placed ahead. */
  public void add(Collection<PreparedJob> jobs) {
    Instant now = clock.instant();
    jobs.forEach(job -> entries.add(new Entry(job, now)));
  }

  /** Removes the jobs that have to be given back from the list, and returns them by host. */
  public Map<String, Set<JobId>> takeUnwanted(Situation situation) {
    Instant oldest = clock.instant().minus(KEPT);
    Map<String, Set<JobId>> unwanted = new HashMap<>();
    for (Iterator<Entry> rest = entries.iterator(); rest.hasNext(); ) {
      Entry entry = rest.next();
      PreparedJob job = entry.job;
      if (entry.placedAt.isBefore(oldest) || situation.hasStartedAll(job.host())) {
        rest.remove();
      } else if (situation.isInTheWay(job) || situation.takeRoomFor(job)) {
        rest.remove();
        unwanted.computeIfAbsent(job.host(), host -> new HashSet<>()).add(job.job());
      }
    }
    return unwanted;
  }
}
