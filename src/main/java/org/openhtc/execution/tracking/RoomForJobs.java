package org.openhtc.execution.tracking;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.openhtc.execution.tracking.TrackedAttempt.Phase;
import org.openhtc.job.assignment.Assignment;

/**
 * The room for jobs on one host. A job takes room from its launch to the end of its container. Jobs
 * that were placed ahead wait for room in the order of their placement. Guarded by the table.
 */
final class RoomForJobs {
  private final Set<TrackedAttempt> waiting = new LinkedHashSet<>();
  private long vcpus = Long.MAX_VALUE;
  private long memoryMib = Long.MAX_VALUE;
  private long usedVcpus;
  private long usedMemoryMib;

  /** The capacity of the host for jobs. */
  void resize(long ofVcpus, long ofMemoryMib) {
    vcpus = ofVcpus;
    memoryMib = ofMemoryMib;
  }

  /** The attempt is ready for its launch as soon as there is room. */
  void await(TrackedAttempt attempt) {
    waiting.add(attempt);
  }

  /** The attempts that wait for room only. */
  Set<TrackedAttempt> waiting() {
    return waiting;
  }

  /** Has no effect if the attempt has room already, or its job is not known. */
  void occupy(TrackedAttempt attempt) {
    Assignment job = attempt.job;
    if (attempt.roomFor == null && job != null) {
      attempt.roomFor = job;
      usedVcpus += job.vcpus();
      usedMemoryMib += job.memoryMib();
    }
  }

  /** Has no effect if the attempt has no room. */
  void vacate(TrackedAttempt attempt) {
    Assignment job = attempt.roomFor;
    if (job != null) {
      attempt.roomFor = null;
      usedVcpus -= job.vcpus();
      usedMemoryMib -= job.memoryMib();
    }
  }

  /**
   * Gives room to the first waiting attempts, as far as there is any.
   *
   * @param launch called for each of them
   */
  void admit(Consumer<TrackedAttempt> launch) {
    for (Iterator<TrackedAttempt> next = waiting.iterator(); next.hasNext(); ) {
      TrackedAttempt attempt = next.next();
      if (!isWaiting(attempt)) {
        next.remove();
      } else if (fits(attempt)) {
        next.remove();
        occupy(attempt);
        launch.accept(attempt);
      } else {
        return;
      }
    }
  }

  private static boolean isWaiting(TrackedAttempt attempt) {
    return attempt.phase == Phase.WAITING && !attempt.isLaunching && !attempt.isQueued;
  }

  /** A job alone on its host always fits: the host may have been made smaller since. */
  private boolean fits(TrackedAttempt attempt) {
    return Optional.ofNullable(attempt.job)
        .map(job ->
            usedVcpus == 0
                || (usedVcpus + job.vcpus() <= vcpus
                    && usedMemoryMib + job.memoryMib() <= memoryMib))
        .orElse(true);
  }
}
