package org.openhtc.job.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openhtc.job.AttemptUsage;
import org.openhtc.job.FailureCode;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobStatus;
import org.openhtc.job.SmallLog;

/** The behaviour of all implementations of {@link Assignments}; each has a subclass. */
abstract class AssignmentsContract {
  private static final JobEvent STARTED = new JobEvent.ContainerStarted();
  private static final JobEvent FAILED = new JobEvent.Exited(1, false);

  protected abstract Assignments assignments();

  /** Places the only job of a new batch, which has one retry, on a host. */
  protected abstract JobId place(String host);

  /** Places the next attempt of a job that waits for it. */
  protected abstract void placeAgain(String host, JobId job, int attempt);

  protected abstract void requestCancellation(JobId job);

  static Stream<JobEvent> ends() {
    return Stream.of(
        new JobEvent.Exited(0, false),
        FAILED,
        new JobEvent.LaunchFailed("no such file"),
        new JobEvent.TimedOut(143),
        new JobEvent.DiskExceeded(143, 1),
        new JobEvent.Faulted("Host h1 became unreachable"),
        new JobEvent.Cancelled());
  }

  @Test
  void jobsOfARenamedHostAreListedForItsNewName() {
    JobId job = place("h1");
    JobId other = place("h3");
    assignments().rename("h1", "h2");
    assertThat(assignments().onHost("h1")).isEmpty();
    assertThat(onlyJobOf("h2").id()).isEqualTo(job);
    assertThat(onlyJobOf("h3").id()).isEqualTo(other);
  }

  @Test
  void placedJobIsListedForItsHostOnly() {
    JobId job = place("h1");
    Assignment listed = onlyJobOf("h1");
    assertThat(listed.id()).isEqualTo(job);
    assertThat(listed.attempt()).isEqualTo(1);
    assertThat(listed.status()).isEqualTo(JobStatus.STARTING);
    assertThat(listed.startedAt()).isNull();
    assertThat(listed.cancelRequested()).isFalse();
    assertThat(assignments().onHost("h2")).isEmpty();
  }

  @Test
  void jobsAreListedByThePlacement() {
    JobId first = place("h1");
    place("h2");
    JobId second = place("h1");
    JobId third = place("h1");
    assertThat(assignments().onHost("h1"))
        .extracting(Assignment::id)
        .containsExactly(first, second, third);
    report(first, 1, FAILED);
    placeAgain("h1", first, 2);
    assertThat(assignments().onHost("h1"))
        .extracting(Assignment::id)
        .containsExactly(second, third, first);
  }

  @Test
  void jobsOfSeveralHostsAreListedInOneRead() {
    JobId first = place("h1");
    JobId second = place("h2");
    JobId third = place("h1");
    place("h3");
    Map<String, List<Assignment>> listed = assignments().onHosts(Set.of("h1", "h2", "h4"));
    assertThat(listed).containsOnlyKeys("h1", "h2");
    assertThat(listed.get("h1")).extracting(Assignment::id).containsExactly(first, third);
    assertThat(listed.get("h1")).isEqualTo(assignments().onHost("h1"));
    assertThat(listed.get("h2")).extracting(Assignment::id).containsExactly(second);
  }

  @Test
  void jobIsFoundByItsHostAndPresentAttempt() {
    JobId job = place("h1");
    assertThat(assignments().find("h1", job, 1)).contains(onlyJobOf("h1"));
    assertThat(assignments().find("h2", job, 1)).isEmpty();
    assertThat(assignments().find("h1", job, 2)).isEmpty();
    assertThat(assignments().find("h1", new JobId(job.batchId(), 1), 1)).isEmpty();
  }

  @Test
  void startedJobStaysOnItsHost() {
    JobId job = place("h1");
    Instant startedAt = now();
    assertThat(report(startedAt, job, STARTED)).isTrue();
    assertThat(onlyJobOf("h1").status()).isEqualTo(JobStatus.RUNNING);
    assertThat(onlyJobOf("h1").startedAt()).isEqualTo(startedAt);
  }

  @Test
  void jobDoesNotStartBeforeItsPlacement() {
    JobId job = place("h1");
    report(onlyJobOf("h1").placedAt().minusSeconds(60), job, STARTED);
    assertThat(onlyJobOf("h1").startedAt()).isEqualTo(onlyJobOf("h1").placedAt());
  }

  @Test
  void jobStartsOnce() {
    JobId job = place("h1");
    assertThat(report(job, 1, STARTED)).isTrue();
    assertThat(report(job, 1, STARTED)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("ends")
  void jobLeavesItsHostWithItsEnd(JobEvent end) {
    JobId job = place("h1");
    assertThat(report(job, 1, end)).isTrue();
    assertThat(assignments().onHost("h1")).isEmpty();
    assertThat(assignments().find("h1", job, 1)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ends")
  void attemptEndsOnce(JobEvent end) {
    JobId job = place("h1");
    report(job, 1, STARTED);
    assertThat(report(job, 1, new JobEvent.Exited(0, false))).isTrue();
    assertThat(report(job, 1, end)).isFalse();
  }

  @Test
  void jobOnAHostDoesNotFailForWantOfHosts() {
    JobId job = place("h1");
    assertThat(report(job, 1, new JobEvent.ProviderDown(FailureCode.PROVIDER_DOWN, "none")))
        .isFalse();
    assertThat(assignments().onHost("h1")).hasSize(1);
  }

  @Test
  void jobIsGivenBackOnlyBeforeItsStart() {
    JobEvent returned = new JobEvent.Returned("Host h1 is drained");
    JobId job = place("h1");
    assertThat(report(job, 1, returned)).isTrue();
    assertThat(assignments().onHost("h1")).isEmpty();
    placeAgain("h1", job, 2);
    assertThat(report(job, 2, STARTED)).isTrue();
    assertThat(report(job, 2, returned)).isFalse();
  }

  @Test
  void jobOfALostHostMayRunOnAnother() {
    JobId job = place("h1");
    report(job, 1, new JobEvent.Faulted("Host h1 became unreachable"));
    placeAgain("h2", job, 2);
    assertThat(assignments().onHost("h1")).isEmpty();
    assertThat(onlyJobOf("h2").attempt()).isEqualTo(2);
  }

  @Test
  void reportOfAnEarlierAttemptChangesNothing() {
    JobId job = place("h1");
    report(job, 1, STARTED);
    report(job, 1, FAILED);
    placeAgain("h1", job, 2);
    assertThat(report(job, 1, FAILED)).isFalse();
    assertThat(onlyJobOf("h1").attempt()).isEqualTo(2);
    assertThat(onlyJobOf("h1").status()).isEqualTo(JobStatus.STARTING);
    assertThat(onlyJobOf("h1").startedAt()).isNull();
  }

  @Test
  void reportOfAnUnknownJobChangesNothing() {
    assertThat(report(new JobId(UUID.randomUUID(), 0), 1, FAILED)).isFalse();
  }

  @Test
  void reportsTakeEffectInTheirOrder() {
    JobId job = place("h1");
    JobReport started = new JobReport(job, 1, now(), STARTED);
    JobReport failed = new JobReport(job, 1, now(), FAILED);
    assertThat(assignments().record(List.of(started, failed, started)))
        .containsExactly(true, true, false);
  }

  @Test
  void repeatedGroupChangesNothing() {
    JobId job = place("h1");
    List<JobReport> group =
        List.of(new JobReport(job, 1, now(), STARTED), new JobReport(job, 1, now(), FAILED));
    assertThat(assignments().record(group)).containsExactly(true, true);
    assertThat(assignments().record(group)).containsExactly(false, false);
    assertThat(assignments().find("h1", job, 1)).isEmpty();
  }

  @Test
  void reasonWithACharacterThatCanNotBeStoredEndsTheJob() {
    JobId job = place("h1");
    JobId other = place("h1");
    JobEvent failed = new JobEvent.LaunchFailed("exec: \"a\0b\": not found");
    assertThat(
            assignments()
                .record(
                    List.of(
                        new JobReport(job, 1, now(), failed),
                        new JobReport(other, 1, now(), STARTED))))
        .containsExactly(true, true);
    assertThat(onlyJobOf("h1").id()).isEqualTo(other);
  }

  @Test
  void smallLogIsStoredWithTheEnd() {
    JobId job = place("h1");
    assertThat(assignments().smallLog(job, 1)).isEmpty();
    assertThat(reportWithLog(job, 1, "first")).isTrue();
    placeAgain("h1", job, 2);
    assertThat(assignments().smallLog(job, 2)).isEmpty();
    assertThat(reportWithLog(job, 2, "second")).isTrue();
    assertThat(logOf(job, 1)).isEqualTo("first");
    assertThat(logOf(job, 2)).isEqualTo("second");
  }

  @Test
  void logOfAReportThatChangesNothingIsNotStored() {
    JobId job = place("h1");
    assertThat(reportWithLog(job, 1, "first")).isTrue();
    assertThat(reportWithLog(job, 1, "repeated")).isFalse();
    assertThat(logOf(job, 1)).isEqualTo("first");
  }

  private boolean reportWithLog(JobId job, int attempt, String text) {
    SmallLog log = new SmallLog(text.getBytes(StandardCharsets.UTF_8));
    JobReport report = new JobReport(job, attempt, now(), FAILED, new AttemptUsage(12L, 345L), log);
    return assignments().record(List.of(report)).getFirst();
  }

  private String logOf(JobId job, int attempt) {
    byte[] stored = assignments().smallLog(job, attempt).orElseThrow().gzip();
    return new String(stored, StandardCharsets.UTF_8);
  }

  @Test
  void jobToBeCancelledStaysOnItsHostUntilItsEnd() {
    JobId job = place("h1");
    requestCancellation(job);
    assertThat(onlyJobOf("h1").cancelRequested()).isTrue();
    assertThat(report(job, 1, STARTED)).isTrue();
    assertThat(onlyJobOf("h1").cancelRequested()).isTrue();
    assertThat(report(job, 1, new JobEvent.Exited(143, false))).isTrue();
    assertThat(assignments().onHost("h1")).isEmpty();
  }

  @Test
  void attemptIsFoundWhileItIsOnTheHost() {
    JobId job = place("h1");
    assertThat(assignments().find("h1", job, 1)).isPresent();
    assertThat(assignments().find("h2", job, 1)).isEmpty();
    assertThat(assignments().find("h1", job, 2)).isEmpty();
    report(job, 1, FAILED);
    assertThat(assignments().find("h1", job, 1)).isEmpty();
  }

  @Test
  void jobsAreCountedByHost() {
    assertThat(assignments().jobsByHost()).isEmpty();
    place("h1");
    place("h1");
    JobId ended = place("h2");
    assertThat(assignments().jobsByHost()).containsOnly(entry("h1", 2), entry("h2", 1));
    report(ended, 1, FAILED);
    assertThat(assignments().jobsByHost()).containsOnly(entry("h1", 2));
  }

  @Test
  void assignmentHasTheLimitsOfItsBatch() {
    BatchSpec batch = assignments().spec(place("h1").batchId()).orElseThrow();
    assertThat(onlyJobOf("h1").execTimeoutSeconds())
        .isEqualTo(batch.definition().execTimeoutSeconds());
    assertThat(onlyJobOf("h1").vcpus()).isEqualTo(batch.definition().maxVCpus());
    assertThat(onlyJobOf("h1").memoryMib()).isEqualTo(batch.definition().maxMemory());
    assertThat(onlyJobOf("h1").diskGib()).isEqualTo(batch.definition().maxDiskGiB());
  }

  @Test
  void batchIsFoundByItsId() {
    UUID batch = place("h1").batchId();
    assertThat(assignments().spec(batch).orElseThrow().batchId()).isEqualTo(batch);
    assertThat(assignments().spec(UUID.randomUUID())).isEmpty();
  }

  private Assignment onlyJobOf(String host) {
    assertThat(assignments().onHost(host)).hasSize(1);
    return assignments().onHost(host).getFirst();
  }

  private boolean report(JobId job, int attempt, JobEvent event) {
    return assignments().record(List.of(new JobReport(job, attempt, now(), event))).getFirst();
  }

  private boolean report(Instant at, JobId job, JobEvent event) {
    return assignments().record(List.of(new JobReport(job, 1, at, event))).getFirst();
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
