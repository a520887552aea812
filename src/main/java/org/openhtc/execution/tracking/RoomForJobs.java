package org.openhtc.execution.tracking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openhtc.execution.tracking.TrackedAttempt.Phase;
import org.openhtc.job.assignment.Assignment;

/**
 * The room for jobs on one host. A job takes room from the start of its container to its end; a
 * container that is only created takes none. Jobs that were placed ahead wait for room in the order
 * of their placement; the containers of the first ones are created meanwhile. Guarded by the table.
 */
final class RoomForJobs {
  /** The scheduler places no more ahead; there are more if the host was made smaller since. */
  private static final long MOST_PREPARED_VCPUS = 16;

  private final Set<TrackedAttempt> waiting =
      new TreeSet<>(
          Comparator.comparing((TrackedAttempt attempt) -> attempt.placedAt)
              .thenComparing(attempt -> attempt.number));
  private long vcpus;
  private long memoryMib;
  private long usedVcpus;
  private long usedMemoryMib;
  private int mostPrepared;
  private boolean isOpen;
  private boolean isHeld;

  /** What follows for the waiting attempts from the present room. */
  interface Admissions {
    /** There is room for it. */
    void launch(TrackedAttempt attempt);

    /** There is no room for it yet, and its container does not exist. */
    void prepare(TrackedAttempt attempt);
  }

  /** The capacity of the host for jobs. */
  void resize(long ofVcpus, long ofMemoryMib) {
    vcpus = ofVcpus;
    memoryMib = ofMemoryMib;
  }

  /** How many containers may be created before there is room for them. */
  void prepareAtMost(int containers) {
    mostPrepared = containers;
  }

  /** Called when the containers on the host are known. There is no room before. */
  void open() {
    isOpen = true;
  }

  /**
   * @param areLaunchesHeld whether there is no room for any launch or preparation
   */
  void hold(boolean areLaunchesHeld) {
    if (areLaunchesHeld) {
      waiting.forEach(attempt -> attempt.notes.waitsForRoom());
    }
    isHeld = areLaunchesHeld;
  }

  /** Whether nothing may be launched, also what has room already. */
  boolean isHeld() {
    return isHeld;
  }

  /** The attempt is ready for its launch as soon as there is room. */
  void await(TrackedAttempt attempt, Assignment job) {
    if (isHeld) {
      attempt.notes.waitsForRoom();
    }
    waiting.remove(attempt); // its job may have been placed again
    attempt.assign(job);
    waiting.add(attempt);
  }

  /** The attempts that wait for room, or whose container could not be created meanwhile. */
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

  /** Gives room to the first waiting attempts, as far as there is any, and prepares the next. */
  void admit(Admissions to, Instant now) {
    if (isHeld) {
      return; // thousands may wait
    }
    boolean isFull = !isOpen;
    List<TrackedAttempt> without = new ArrayList<>();
    for (Iterator<TrackedAttempt> next = waiting.iterator(); next.hasNext(); ) {
      TrackedAttempt attempt = next.next();
      if (!isWaiting(attempt)) {
        next.remove();
      } else if (attempt.phase == Phase.UNCLEAR) {
        continue; // its turn comes when its state is known
      } else if (!isFull && fits(attempt)) {
        next.remove();
        occupy(attempt);
        attempt.notes.hasRoom(now);
        to.launch(attempt);
      } else {
        isFull = true;
        without.add(attempt);
      }
    }
    without.forEach(attempt -> attempt.notes.waitsForRoom());
    if (isOpen) {
      prepare(without, to);
    }
  }

  private void prepare(List<TrackedAttempt> without, Admissions to) {
    long prepared = 0;
    for (TrackedAttempt attempt : without.subList(0, Math.min(mostPrepared, without.size()))) {
      prepared += vcpus(attempt);
      if (prepared > MOST_PREPARED_VCPUS) {
        return;
      }
      if (attempt.phase == Phase.WAITING && attempt.mayBePrepared) {
        to.prepare(attempt);
      }
    }
  }

  private static boolean isWaiting(TrackedAttempt attempt) {
    return switch (attempt.phase) {
      case WAITING, PREPARED -> !attempt.isLaunching && !attempt.isQueued;
      case PREPARING -> true;
      case UNCLEAR -> attempt.roomFor == null;
      case LAUNCHING, RUNNING, ENDED, DONE -> false;
    };
  }

  private static long vcpus(TrackedAttempt attempt) {
    return Optional.ofNullable(attempt.job).map(Assignment::vcpus).orElse(0);
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
