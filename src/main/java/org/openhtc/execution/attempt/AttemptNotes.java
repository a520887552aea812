package org.openhtc.execution.attempt;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerUsage;
import org.openhtc.execution.fitness.FailedStarts;
import org.openhtc.job.AttemptUsage;
import org.openhtc.job.assignment.Assignment;

/**
 * What an agent remembers of an attempt between its steps, because neither the database nor the
 * engine has it. After a restart it starts empty, and every time limit in it starts again.
 */
public final class AttemptNotes {
  private volatile @Nullable String launchFailure;
  private volatile @Nullable String returnReason;
  private volatile @Nullable String fullReason;
  private volatile @Nullable Long overDisk;
  private volatile @Nullable Instant stoppingSince;
  private volatile @Nullable Instant unreadableSince;
  private volatile boolean waitsForRoom;
  private volatile @Nullable Instant roomSince;
  private volatile AttemptUsage usage = AttemptUsage.UNKNOWN;
  private volatile boolean hasStarted;
  private volatile boolean isLogKept;
  private volatile boolean isSignalled;
  private final FailedStarts failedStarts = new FailedStarts();
  private final AtomicInteger cleanupFailures = new AtomicInteger();

  /**
   * Called when another launch would fail in the same way.
   *
   * @param reason message of the engine, the registry or OpenHTC
   */
  public void launchFailed(String reason) {
    launchFailure = reason;
  }

  /**
   * Called when a start failed that the host has not caused. Another one may succeed, unless the
   * engine repeats its message.
   */
  void startFailed(String message) {
    failedStarts.failed(message).ifPresent(this::launchFailed);
  }

  /**
   * Called when a measurement of the running container exceeded the job's disk limit.
   *
   * @param bytes written by the container
   */
  public void exceededDisk(long bytes) {
    overDisk = bytes;
  }

  /**
   * Called when the job has to return to the queue without a start: it was placed ahead and does
   * not get room in time, or the host can't run containers.
   *
   * @param reason a sentence without a full stop
   */
  public void returnToQueue(String reason) {
    returnReason = reason;
  }

  /** Called before a launch. */
  public void launching() {
    fullReason = null;
  }

  /**
   * Called when the engine accepts no more containers. A job for which that lasts until its
   * container should run has to return to the queue.
   *
   * @param reason a sentence without a full stop
   */
  public void engineFull(String reason) {
    fullReason = reason;
  }

  /** Called when there is no room for the job on its host: it was placed ahead. */
  public void waitsForRoom() {
    waitsForRoom = true;
  }

  /** Called when there is room for the job. */
  public void hasRoom(Instant now) {
    if (waitsForRoom) {
      waitsForRoom = false;
      roomSince = now;
    }
  }

  /**
   * When its container must run at the latest. The time in which it waits for room does not count.
   *
   * @param startDeadline longest time from its placement, or from when it got room
   */
  public Instant startBy(Assignment job, Duration startDeadline) {
    Instant since = roomSince;
    if (waitsForRoom) {
      return Instant.MAX;
    }
    return (since == null ? job.placedAt() : since).plus(startDeadline);
  }

  /** Called when the start of the container was observed, or its end. */
  public void started() {
    hasStarted = true;
  }

  /**
   * Called with what the running container has used so far. The last of these calls determines what
   * the attempt is reported to have used.
   */
  public void used(ContainerUsage soFar) {
    Long bytes = soFar.peakMemoryBytes();
    Duration cpuTime = soFar.cpuTime();
    usage =
        new AttemptUsage(
            bytes == null ? null : bytes >> 20, cpuTime == null ? null : cpuTime.toMillis());
  }

  /** What the attempt has used, as far as it is known. */
  AttemptUsage usage() {
    return usage;
  }

  boolean hasStarted() {
    return hasStarted;
  }

  /**
   * Why the job has to return to the queue; null if it has not, or if its container was started.
   *
   * @param isOverdue whether its container should run by now
   */
  @Nullable String returnReason(boolean isOverdue) {
    if (hasStarted) {
      return null;
    }
    String reason = returnReason;
    return reason == null && isOverdue ? fullReason : reason;
  }

  void stopping(Instant now) {
    if (stoppingSince == null) {
      stoppingSince = now;
    }
  }

  /** Called when the engine has sent a signal to the container. */
  public void signalled() {
    isSignalled = true;
  }

  /**
   * Whether the engine has sent the container a signal that OpenHTC did not request: it may shut
   * down. Its program may handle the signal and end with any exit code, without being done.
   */
  public boolean isSignalled() {
    return isSignalled && stoppingSince == null;
  }

  /** Since when the engine has failed to describe the container. */
  Instant unreadable(Instant now) {
    Instant since = unreadableSince;
    if (since == null) {
      unreadableSince = now;
      return now;
    }
    return since;
  }

  void readable() {
    unreadableSince = null;
  }

  void logKept() {
    isLogKept = true;
  }

  /** Whether the log is archived, or there will be none. */
  boolean isLogKept() {
    return isLogKept;
  }

  /** Called after a failure of the engine; returns how many there were. */
  int cleanupFailed() {
    return cleanupFailures.incrementAndGet();
  }

  @Nullable String launchFailure() {
    return launchFailure;
  }

  @Nullable Long overDisk() {
    return overDisk;
  }

  @Nullable Instant stoppingSince() {
    return stoppingSince;
  }
}
