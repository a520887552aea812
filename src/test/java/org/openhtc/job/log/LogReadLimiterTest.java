package org.openhtc.job.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.openhtc.api.ApiException;
import org.openhtc.api.ErrorCode;
import org.openhtc.job.JobId;

class LogReadLimiterTest {
  private static final JobLogLine LINE = new JobLogLine(Instant.EPOCH, "a line");
  private static final Duration SHORT = Duration.ofMillis(20);

  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final AtomicInteger reading = new AtomicInteger();

  @Test
  void requestThatWaitsTooLongIsRejectedAndMayBeRepeated() {
    LogReadLimiter reads = reads(this::sendSlowly, 2);
    List<Thread> readers = List.of(reader(reads, "slow"), reader(reads, "slow"));
    await().until(() -> reading.get() == 2);
    assertThatThrownBy(() -> read(reads, "fast"))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    mayEnd.countDown();
    await().until(() -> readers.stream().noneMatch(Thread::isAlive));
    assertThat(read(reads, "fast")).isEqualTo(2);
  }

  /** An engine that sends nothing delays only those who read from it. */
  @Test
  void logWithoutItsFirstLineKeepsNoPermit() {
    LogReadLimiter reads = reads(this::respondLate, 1);
    List<Thread> readers = List.of(reader(reads, "slow"), reader(reads, "slow"));
    await().until(() -> reading.get() == 2);
    assertThat(read(reads, "fast")).isEqualTo(1);
    mayEnd.countDown();
    await().until(() -> readers.stream().noneMatch(Thread::isAlive));
  }

  @Test
  void failedReadReleasesItsPermit() {
    LogReadLimiter reads =
        reads(
            (request, sink) -> {
              sink.accept(LINE);
              throw new IllegalStateException("on purpose");
            },
            1);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> read(reads, "fast")).hasMessage("on purpose");
    }
  }

  /** A module that translates exceptions must not hide why the read was refused. */
  @Test
  void refusalIsNotTranslated() {
    LogReadLimiter reads =
        reads(
            (request, sink) -> {
              try {
                sendSlowly(request, sink);
              } catch (ApiException e) {
                throw new IllegalStateException("the engine is unreachable", e);
              }
            },
            1);
    Thread slow = reader(reads, "slow");
    await().until(() -> reading.get() == 1);
    assertThatThrownBy(() -> read(reads, "fast")).isInstanceOf(ApiException.class);
    mayEnd.countDown();
    await().until(() -> !slow.isAlive());
  }

  @Test
  void lineThatArrivesAfterTheEndIsRefused() {
    AtomicReference<Consumer<JobLogLine>> late = new AtomicReference<>();
    LogReadLimiter reads =
        reads(
            (request, sink) -> {
              sink.accept(LINE);
              late.set(sink);
            },
            1);
    LogSelection lines = selection();
    reads.read(request("fast"), lines);
    assertThatThrownBy(() -> late.get().accept(LINE)).isInstanceOf(IllegalStateException.class);
    assertThat(lines.entries()).hasSize(1);
    assertThat(read(reads, "fast")).isEqualTo(1);
  }

  private interface Source {
    void read(JobLogSource.Request request, Consumer<JobLogLine> sink);
  }

  private static LogReadLimiter reads(Source source, int atOnce) {
    return new LogReadLimiter(
        (request, since, sink) -> source.read(request, sink), new LogReadSettings(atOnce, SHORT));
  }

  private void sendSlowly(JobLogSource.Request request, Consumer<JobLogLine> sink) {
    sink.accept(LINE);
    awaitEnd(request);
    sink.accept(LINE);
  }

  private void respondLate(JobLogSource.Request request, Consumer<JobLogLine> sink) {
    awaitEnd(request);
    sink.accept(LINE);
  }

  private void awaitEnd(JobLogSource.Request request) {
    if (request.host().equals("slow")) {
      reading.incrementAndGet();
      await().until(() -> mayEnd.getCount() == 0);
    }
  }

  private static Thread reader(LogReadLimiter reads, String host) {
    return Thread.ofVirtual().start(() -> reads.read(request(host), selection()));
  }

  private static int read(LogReadLimiter reads, String host) {
    LogSelection lines = selection();
    reads.read(request(host), lines);
    return lines.entries().size();
  }

  private static LogSelection selection() {
    return LogSelection.ascending(null, new LogSelection.Limits(10, 1000));
  }

  private static JobLogSource.Request request(String host) {
    return new JobLogSource.Request(
        new JobId(new UUID(0, 1), 0), 1, new UUID(0, 2), new UUID(0, 3), host, true);
  }
}
