package org.openhtc.job.log;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.openhtc.job.JobId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Reads the space of each project's logs from the database now and then, and adds the logs that
 * this process stores meanwhile. Logs that were removed, or stored by other processes, are counted
 * after a minute. Before a log is refused, the space is read again, unless it was just now.
 */
@Component
class MeasuredLogSpace implements LogSpace {
  private static final Logger log = LoggerFactory.getLogger(MeasuredLogSpace.class);
  private static final long LONGEST_AGE = TimeUnit.MINUTES.toNanos(1);
  private static final long SHORTEST_AGE = TimeUnit.SECONDS.toNanos(5);

  private final LargeLogStore store;
  private final long limit;
  private final LongSupplier nanoTime;
  private final Map<UUID, Project> projects = new ConcurrentHashMap<>();

  @Autowired
  MeasuredLogSpace(LargeLogStore store, LogSettings settings) {
    this(store, settings.projectSize().toBytes(), System::nanoTime);
  }

  /**
   * @param limit for each project, in bytes
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  MeasuredLogSpace(LargeLogStore store, long limit, LongSupplier nanoTime) {
    this.store = store;
    this.limit = limit;
    this.nanoTime = nanoTime;
  }

  @Override
  public boolean take(UUID project, JobId job, int attempt, long bytes) {
    boolean isTaken = projects.computeIfAbsent(project, Project::new).take(bytes);
    if (isTaken) {
      store.add(project, job, attempt, bytes);
    }
    return isTaken;
  }

  private final class Project {
    private final ReentrantLock lock = new ReentrantLock();
    private final UUID id;
    private boolean isMeasured;
    private long measuredAt;
    private long bytes;

    Project(UUID id) {
      this.id = id;
    }

    boolean take(long more) {
      lock.lock();
      try {
        if (!isMeasured
            || isOlderThan(LONGEST_AGE)
            || (bytes + more > limit && isOlderThan(SHORTEST_AGE))) {
          measure();
        }
        if (bytes + more > limit) {
          return false;
        }
        bytes += more;
        return true;
      } finally {
        lock.unlock();
      }
    }

    private boolean isOlderThan(long age) {
      return nanoTime.getAsLong() - measuredAt > age;
    }

    private void measure() {
      bytes = store.space(id);
      measuredAt = nanoTime.getAsLong();
      isMeasured = true;
      if (bytes > limit - limit / 100) {
        log.warn(
            "The logs of project {} use {} bytes of {}: of further ones only the end is stored",
            id,
            bytes,
            limit);
      }
    }
  }
}
