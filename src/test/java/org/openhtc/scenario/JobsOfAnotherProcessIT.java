package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.definition;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openhtc.host.HostHealth;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.EventStreamReader;
import org.openhtc.testing.Timeouts;

/** Logs and starts of jobs whose host another process leads, or whose engine is unreachable. */
class JobsOfAnotherProcessIT extends FakeEngineScenario {
  private static final Duration LONGER_THAN_IMAGES_ARE_CACHED = Duration.ofSeconds(61);

  /** Long enough for several polls of the host. */
  private static final Duration SEVERAL_POLLS = Duration.ofMillis(500);

  @Test
  void logIsReadWhileAnotherProcessHoldsTheHost() {
    String batch = task.submit(1, definition("work"));
    task.awaitStatus(batch, 0, "RUNNING");
    engine.print(engine.names().getFirst(), "so far");
    anotherProcessLeads(true);
    await().atMost(Timeouts.STEP).until(() -> !engine.isWatched());
    await()
        .during(SEVERAL_POLLS)
        .untilAsserted(() -> assertThat(task.log(batch, 0)).containsExactly("so far"));
    engine.reachable(false);
    assertThat(task.api.get(logs(batch)).status()).isEqualTo(503);
    engine.reachable(true);
    anotherProcessLeads(false);
    engine.end(engine.names().getFirst(), 0);
    task.awaitStatus(batch, 0, "SUCCEEDED");
    assertThat(task.log(batch, 0)).containsExactly("so far");
  }

  @Test
  void unreadableLogIsNotReportedAsEmpty() {
    engine.logsUnreachable(true);
    String batch = task.submit(1, definition("true"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    assertThat(task.api.get(logs(batch)).status()).isEqualTo(503);
    try (EventStreamReader stream = task.api.events(logs(batch) + "/stream")) {
      await().atMost(Timeouts.STEP).until(() -> stream.comments().contains("attempt 1"));
      engine.logsUnreachable(false);
      stream.awaitEnd();
      assertThat(stream.events("log")).extracting(e -> e.text("message")).containsExactly("done");
      assertThat(stream.events("end")).hasSize(1);
    }
    assertThat(task.log(batch, 0)).containsExactly("done");
  }

  @Test
  void jobWithoutOutputHasAnEmptyLog() {
    String quiet = task.submit(1, definition("quiet"));
    task.awaitStatus(quiet, 0, "SUCCEEDED");
    String neverStarted = task.submit(1, definition("nonsense"));
    task.awaitStatus(neverStarted, 0, "FAILED");
    await().atMost(Timeouts.STEP).until(() -> engine.names().isEmpty());
    assertHasEmptyLog(quiet);
    assertHasEmptyLog(neverStarted);
    engine.reachable(false);
    await().atMost(Timeouts.STEP).until(() -> host().health() == HostHealth.UNREACHABLE);
    clock.advance(Duration.ofSeconds(31));
    assertHasEmptyLog(quiet);
    assertHasEmptyLog(neverStarted);
  }

  @Test
  void jobThatEndsWhileItsStartIsPreparedIsNotStarted() {
    clock.advance(LONGER_THAN_IMAGES_ARE_CACHED);
    engine.holdImageResponses();
    String batch = task.submit(1, definition("true"));
    await().atMost(Timeouts.STEP).until(() -> engine.pendingImageRequests() == 1);
    JobId job = job(batch);
    assignments.record(
        List.of(new JobReport(job, 1, clock.instant(), new JobEvent.Exited(0, false))));
    await().during(SEVERAL_POLLS).until(() -> engine.pendingImageRequests() == 1);
    engine.releaseImageResponses();
    await().during(SEVERAL_POLLS).until(() -> engine.startsOf(job(batch)) == 0);
  }

  @Test
  void processThatLostTheLeaseOfAHostStartsNothingThere() {
    clock.advance(LONGER_THAN_IMAGES_ARE_CACHED);
    engine.holdImageResponses();
    String batch = task.submit(1, definition("true"));
    await().atMost(Timeouts.STEP).until(() -> engine.pendingImageRequests() == 1);
    anotherProcessLeads(true);
    await().atMost(Timeouts.STEP).until(() -> !engine.isWatched());
    engine.releaseImageResponses();
    await().during(SEVERAL_POLLS).until(() -> engine.startsOf(job(batch)) == 0);
    anotherProcessLeads(false);
    task.awaitStatus(batch, 0, "SUCCEEDED");
    assertThat(engine.startsOf(job(batch))).isEqualTo(1);
  }

  private static JobId job(String batch) {
    return JobId.parse(batch + ":0").orElseThrow();
  }

  private void assertHasEmptyLog(String batch) {
    ApiResponse log = task.api.get(logs(batch));
    assertThat(log.status()).isEqualTo(200);
    assertThat(log.body().path("items").size()).isZero();
  }
}
