package org.openhtc.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openhtc.job.FailureCode;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobEvent.Cancelled;
import org.openhtc.job.JobEvent.ContainerStarted;
import org.openhtc.job.JobEvent.DiskExceeded;
import org.openhtc.job.JobEvent.Exited;
import org.openhtc.job.JobEvent.Faulted;
import org.openhtc.job.JobEvent.LaunchFailed;
import org.openhtc.job.JobEvent.ProviderDown;
import org.openhtc.job.JobEvent.Returned;
import org.openhtc.job.JobEvent.TimedOut;
import org.openhtc.job.JobStatus;
import org.openhtc.job.lifecycle.Transition.Moved;
import org.openhtc.job.lifecycle.Transition.Refused;

class JobTransitionsTest {
  private static final JobStatesTable TABLE = JobStatesTable.read();

  /** Events of many jobs at once, which statements write. */
  private static final List<String> OF_SETS = List.of("admitted", "placed", "retried by a user");

  /** One event of each kind, by the name of its row. */
  private static final Map<String, JobEvent> EVENTS = new LinkedHashMap<>();

  static {
    EVENTS.put("container started", new ContainerStarted());
    EVENTS.put("exit 0", new Exited(0, false));
    EVENTS.put("exit 3", new Exited(3, false));
    EVENTS.put("out of memory", new Exited(137, true));
    EVENTS.put("launch failed", new LaunchFailed("no such file"));
    EVENTS.put("time over", new TimedOut(143));
    EVENTS.put("disk full", new DiskExceeded(137, 1L << 31));
    EVENTS.put("host lost", new Faulted("Host h1 became unreachable"));
    EVENTS.put("returned", new Returned("Host h1 is drained"));
    EVENTS.put("no host for too long", new ProviderDown(FailureCode.PROVIDER_REGION_DOWN, "down"));
    EVENTS.put("cancelled", new Cancelled());
  }

  @Test
  void tableHasARowForEachEventAndAColumnForEachStatus() {
    assertThat(TABLE.events())
        .containsExactlyElementsOf(
            Stream.concat(OF_SETS.stream(), EVENTS.keySet().stream()).toList());
    assertThat(TABLE.statuses()).containsExactly(JobStatus.values());
  }

  @Test
  void everyEventHasTheEffectsInItsRow() {
    EVENTS.forEach((name, event) -> {
      Map<JobStatus, String> effects = new LinkedHashMap<>();
      for (JobStatus status : JobStatus.values()) {
        effects.put(status, effect(status, event));
      }
      assertThat(effects).as(name).isEqualTo(TABLE.effects(name));
    });
  }

  @Test
  void failuresGoBackToTheQueueWhileRetriesAreLeft() {
    for (JobEvent failure :
        List.of(new Exited(3, false), new Exited(137, true), new TimedOut(143))) {
      Moved first = moved(running(0, 0, 1), failure);
      assertThat(first.next().status()).isEqualTo(JobStatus.RUNNABLE);
      assertThat(first.next().retriesUsed()).isEqualTo(1);
      assertThat(first.reason()).endsWith("; retry 1 of 1 follows");
      assertThat(moved(running(1, 0, 1), failure).next().status()).isEqualTo(JobStatus.FAILED);
    }
  }

  @Test
  void faultsUseUpNoRetryButEndAtTheirOwnLimit() {
    Moved free = moved(running(0, 0, 0), new Faulted("gone"));
    assertThat(free.next()).isEqualTo(running(0, 1, 0).to(JobStatus.RUNNABLE));
    Moved last = moved(running(0, JobState.MAX_FAULTS, 0), new Faulted("gone"));
    assertThat(last.next().status()).isEqualTo(JobStatus.FAILED);
    assertThat(last.failure()).isEqualTo(FailureCode.INFRASTRUCTURE_FAULT);
  }

  @Test
  void faultBeyondTheFreeOnesUsesUpARetry() {
    Moved retried = moved(running(4, JobState.MAX_FAULTS, 5), new Faulted("gone"));
    assertThat(retried.next()).isEqualTo(running(5, JobState.MAX_FAULTS, 5).to(JobStatus.RUNNABLE));
    assertThat(retried.reason())
        .isEqualTo("gone; all 10 free retries are used; retry 5 of 5 follows");
    Moved last = moved(running(5, JobState.MAX_FAULTS, 5), new Faulted("gone"));
    assertThat(last.next().status()).isEqualTo(JobStatus.FAILED);
    assertThat(last.reason()).isEqualTo("gone; all 10 free retries are used");
  }

  @Test
  void jobThatIsGivenBackUsesUpNothing() {
    JobState starting = TestJobStates.of(JobStatus.STARTING, 3, 1, JobState.MAX_FAULTS, 1, false);
    Moved moved = moved(starting, new Returned("Host h1 is drained"));
    assertThat(moved.next()).isEqualTo(starting.to(JobStatus.RUNNABLE));
    assertThat(moved.reason()).isEqualTo("Host h1 is drained");
  }

  @Test
  void jobWithoutAnyHostForTooLongFailsWithRetriesLeft() {
    JobState waiting = TestJobStates.of(JobStatus.RUNNABLE, 1, 0, 0, 5, false);
    Moved moved = moved(waiting, new ProviderDown(FailureCode.PROVIDER_REGION_DOWN, "down"));
    assertThat(moved.next()).isEqualTo(waiting.to(JobStatus.FAILED));
  }

  @Test
  void anyEndOfACancelledJobCountsAsCancelled() {
    JobState cancelled = TestJobStates.of(JobStatus.RUNNING, 1, 0, 0, 3, true);
    for (JobEvent end :
        List.of(new Exited(0, false), new Exited(9, false), new TimedOut(143), new Faulted("x"))) {
      Moved moved = moved(cancelled, end);
      assertThat(moved.next().status()).isEqualTo(JobStatus.FAILED);
      assertThat(moved.userCancelled()).isTrue();
      assertThat(moved.failure()).isNull();
    }
  }

  @Test
  void successAfterAChildRanOutOfMemoryIsSuccessWithARemark() {
    Moved moved = moved(running(0, 0, 0), new Exited(0, true));
    assertThat(moved.next().status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(moved.reason()).contains("out of memory");
  }

  /** Any order of events leaves a job in a legal state, and none changes a job that has ended. */
  @Test
  void noOrderOfEventsBreaksAJob() {
    Random random = new Random(7);
    List<JobEvent> events = List.copyOf(EVENTS.values());
    for (int run = 0; run < 20_000; run++) {
      JobState job =
          TestJobStates.of(JobStatus.RUNNABLE, 0, 0, 0, random.nextInt(4), random.nextInt(5) == 0);
      for (int step = 0; step < 40; step++) {
        JobState before = job;
        if (job.status() == JobStatus.RUNNABLE && random.nextBoolean()) {
          job = placed(job);
        } else if (JobTransitions.apply(job, events.get(random.nextInt(events.size())))
            instanceof Moved moved) {
          job = moved.next();
          assertThat(before.status().isTerminal()).isFalse();
        }
        assertThat(job.retriesUsed()).isBetween(before.retriesUsed(), job.maxRetries());
        assertThat(job.faults()).isBetween(before.faults(), JobState.MAX_FAULTS);
        assertThat(job.attempt() - before.attempt())
            .isEqualTo(
                job.status() == JobStatus.STARTING && before.status() != JobStatus.STARTING
                    ? 1
                    : 0);
      }
    }
  }

  private static String effect(JobStatus status, JobEvent event) {
    return switch (JobTransitions.apply(TestJobStates.of(status, 1, 0, 0, 0, false), event)) {
      case Refused refused -> JobStatesTable.NO_EFFECT;
      case Moved moved ->
          JobStatesTable.cell(
              moved.next().status(), moved.failure() == null ? null : moved.failure().wireName());
    };
  }

  private static JobState placed(JobState job) {
    return TestJobStates.of(
        JobStatus.STARTING,
        job.attempt() + 1,
        job.retriesUsed(),
        job.faults(),
        job.maxRetries(),
        job.cancelRequested());
  }

  private static JobState running(int retriesUsed, int faults, int maxRetries) {
    return TestJobStates.of(JobStatus.RUNNING, 1, retriesUsed, faults, maxRetries, false);
  }

  private static Moved moved(JobState job, JobEvent event) {
    return (Moved) JobTransitions.apply(job, event);
  }
}
