package org.openhtc.execution.tracking;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.attempt.AttemptNotes;
import org.openhtc.execution.attempt.DiskWatch;
import org.openhtc.execution.attempt.OrdinaryEnd;
import org.openhtc.execution.engine.EngineEvent;
import org.openhtc.job.JobStatus;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.lease.DueTime;

/** What is known of one attempt; {@link HostAttempts} guards it. */
final class TrackedAttempt {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /** A thousand jobs that wait then cost some 60 calls per second. */
  private static final Duration LONGEST_PAUSE_IF_FULL = Duration.ofSeconds(16);

  /** How far an attempt has come, as far as this process knows. */
  enum Phase {
    /** Has no container, as far as is known, and waits for its launch. */
    WAITING,
    /** Has no room on the host yet, so a worker only creates its container. */
    PREPARING,
    /** Its container is created and was never started: it waits for room. */
    PREPARED,
    /** A worker starts its container, and creates it before if there is none. */
    LAUNCHING,
    /** Its container runs; there is nothing to do. */
    RUNNING,
    /** Its container ended in an ordinary way: to be reported and cleaned up. */
    ENDED,
    /** The state of its container or of its job is not known: to be read. */
    UNCLEAR,
    /** Over, with no container. Kept until a later read confirms it, so it can't start again. */
    DONE
  }

  final AttemptId id;
  AttemptNotes notes = new AttemptNotes();
  Phase phase;

  /** When its job was placed; the end of time while that is not known. */
  Instant placedAt = Instant.MAX;

  /** The job if it was placed here again, after its return, while a worker still cleans up. */
  @Nullable Assignment placedAgain;

  /** Null for a container whose job was not read yet, or is not on this host. */
  @Nullable Assignment job;

  @Nullable String container;

  /** By the clock of this process; null until the start was observed. */
  @Nullable Instant startedAt;

  /** Whether its container may be created now, although it has no room. */
  boolean mayBePrepared = true;

  /** The job for which it has room on the host; null while it has none. */
  @Nullable Assignment roomFor;

  boolean isStartReported;

  /** When its container was started, or was found last to wait for its start in a cluster. */
  private @Nullable Instant launchedAt;

  private boolean isKnownToWait;

  @Nullable Instant measuredAt;

  /** Whether a measurement is queued or being made: further ones would only wait for it. */
  private boolean isMeasuring;

  private long writtenBytes;
  private int measurementsWithoutGrowth;
  OrdinaryEnd.@Nullable Run run;
  boolean isOutOfMemory;

  /** Whether it is in a queue for the work of its phase. */
  boolean isQueued;

  /** Whether a worker finishes or steps it. */
  boolean isBusy;

  /** Whether something happened since the busy worker read its state. */
  boolean isStale;

  /** Whether a worker is launching it, even if an event has moved it on meanwhile. */
  boolean isLaunching;

  int failures;
  DueTime nextTry = DueTime.NOW;
  Instant doneAt = Instant.MAX;

  /** The version of the table at the last change that a snapshot may have missed. */
  long changed;

  /** Distinguishes attempts that were placed at the same time. */
  final long number;

  TrackedAttempt(AttemptId id, Phase phase, long changed) {
    this.id = id;
    this.phase = phase;
    this.changed = changed;
    this.number = changed;
  }

  void assign(Assignment read) {
    job = read;
    placedAt = read.placedAt();
  }

  /** Whether the job has returned to the queue since, and was placed here again. */
  boolean isEarlierThan(Assignment read) {
    return read.placedAt().isAfter(placedAt);
  }

  boolean isStarting() {
    return job != null && job.status() == JobStatus.STARTING;
  }

  boolean isCancelled() {
    return job != null && job.cancelRequested();
  }

  /** Lets the next try wait 1, 2, 4 ... 60 s. */
  void failed(Instant now) {
    pause(LONGEST_PAUSE, now);
  }

  /** Lets the next try wait 1, 2, 4 ... 16 s: the engine is full, and has room at any time. */
  void refused(Instant now) {
    pause(LONGEST_PAUSE_IF_FULL, now);
  }

  private void pause(Duration longest, Instant now) {
    Duration pause = Duration.ofSeconds(1L << Math.min(failures++, 10));
    nextTry = DueTime.after(pause.compareTo(longest) < 0 ? pause : longest, now);
  }

  boolean isDue(Instant now) {
    return nextTry.isReached(now);
  }

  /** Whether the running container has used up its time. */
  boolean isTimedOut(Instant now) {
    Instant since = startedAt;
    return job != null
        && since != null
        && !now.isBefore(since.plusSeconds(job.execTimeoutSeconds()));
  }

  void measuring() {
    isMeasuring = true;
  }

  /** A measurement has ended, or was not possible. */
  void measurementEnded(Instant now) {
    isMeasuring = false;
    measuredAt = now;
  }

  boolean isMeasurementDue(DiskWatch diskWatch, Instant now) {
    Duration interval =
        job == null ? null : diskWatch.interval(job, measurementsWithoutGrowth).orElse(null);
    if (interval == null || isMeasuring) {
      return false;
    }
    Instant last = measuredAt;
    if (last == null) {
      measuredAt = now;
      return false;
    }
    boolean isDue = !now.isBefore(last.plus(interval));
    measuredAt = isDue ? now : last;
    return isDue;
  }

  void measured(long bytes) {
    measurementsWithoutGrowth = bytes > writtenBytes ? 0 : measurementsWithoutGrowth + 1;
    writtenBytes = bytes;
  }

  /** The run that this event ends; empty if its start was not observed. */
  Optional<OrdinaryEnd.Run> run(EngineEvent.Ended event, Duration skew) {
    Assignment ofJob = job;
    Instant from = startedAt;
    if (ofJob == null || from == null || !event.containerId().equals(container)) {
      return Optional.empty();
    }
    // An engine may record the end of a very short job some milliseconds before its start.
    Instant at = latest(event.at().minus(skew), from);
    return Optional.of(new OrdinaryEnd.Run(ofJob, event.containerId(), from, at, event.exitCode()));
  }

  void observedStart(String id, Instant at) {
    notes.started();
    container = id;
    startedAt = job == null ? at : latest(at, job.placedAt());
  }

  void launching() {
    phase = Phase.LAUNCHING;
    isLaunching = true;
  }

  /** Its container exists and was never started. */
  void prepared(String id, long version) {
    phase = Phase.PREPARED;
    isQueued = false;
    container = id;
    changed = version;
  }

  /** Its container was found to wait for its start in a cluster, which reports the start. */
  void awaitsStart(Assignment read, String id, Instant now, long version) {
    job = read;
    launched(id, now, version);
    isKnownToWait = true;
  }

  /** A list shows that its container still waits for its start in a cluster. */
  void stillAwaitsStart(Instant now) {
    if (launchedAt != null) {
      launchedAt = now;
      isKnownToWait = true;
    }
  }

  /**
   * Whether the state of its container has to be read, because its start was not observed in time.
   * A cluster may need long, so one that was found to wait is read half as often, and at the
   * deadline of the start.
   *
   * @param delay within which the engine shows a start; see {@link
   *     org.openhtc.execution.engine.ContainerEngine#startDelay}
   */
  boolean isStartMissing(Instant now, Duration delay, Duration startDeadline) {
    Instant since = launchedAt;
    if (startedAt != null || since == null) {
      return false;
    }
    boolean isOverdue = job != null && now.isAfter(notes.startBy(job, startDeadline));
    return isKnownToWait
        ? isOverdue || now.isAfter(since.plus(delay.multipliedBy(2)))
        : now.isAfter(since.plus(delay));
  }

  /** The engine has responded that the container was started; the event may follow. */
  void launched(String id, Instant now, long version) {
    notes.started();
    container = id;
    launchedAt = now;
    running(version);
  }

  void running(long version) {
    phase = Phase.RUNNING;
    isQueued = false;
    failures = 0;
    nextTry = DueTime.NOW;
    changed = version;
  }

  /** Its container was found running, and the database has its start. */
  void observed(Assignment read, String id, long version) {
    job = read;
    container = id;
    startedAt = read.startedAt();
    isStartReported = true;
    running(version);
  }

  /** Its end was requested; the database may not have its start yet. */
  void cancelled(Assignment read) {
    Instant at = startedAt;
    boolean isBehind = isStartReported && read.status() == JobStatus.STARTING;
    job = isBehind && at != null ? read.running(at) : read;
  }

  void startReported() {
    isStartReported = true;
    if (job != null && startedAt != null) {
      job = job.running(startedAt);
    }
  }

  void ended(OrdinaryEnd.Run ofRun, long version) {
    phase = Phase.ENDED;
    isQueued = false;
    run = ofRun;
    changed = version;
  }

  void done(Instant now, long version) {
    phase = Phase.DONE;
    isQueued = false;
    run = null;
    job = null;
    doneAt = now;
    changed = version;
  }

  /** A worker takes it; what happens from now on makes it stale. */
  void busy() {
    isQueued = false;
    isBusy = true;
    isStale = false;
  }

  void unclear() {
    phase = Phase.UNCLEAR;
    isQueued = false;
  }

  void waiting() {
    phase = Phase.WAITING;
    isQueued = false;
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
