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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.ErrorCode;
import org.openhtc.api.Role;
import org.openhtc.job.JobId;
import org.openhtc.memory.MemoryBudget;

class LogReadLimiterTest {
  private static final JobLogLine LINE = new JobLogLine(Instant.EPOCH, "a line");
  private static final int AT_ONCE = 4;
  private static final int SIZE = 1000;
  private static final Duration SHORT = Duration.ofMillis(20);

  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final AtomicInteger reading = new AtomicInteger();

  @Test
  void requestThatWaitsTooLongIsRejectedAndMayBeRepeated() {
    LogReadLimiter reads = reads(this::sendSlowly);
    List<Thread> readers =
        IntStream.range(0, AT_ONCE).mapToObj(user -> reader(reads, "user " + user)).toList();
    await().until(() -> reading.get() == AT_ONCE);
    assertRejected(reads);
    end(readers);
    assertThat(read(reads, "fast")).isEqualTo(2);
  }

  /** A user with many readers waits for itself, and keeps no other user waiting. */
  @Test
  void readersOfOneUserTakeOnePlaceOfAHost() {
    LogReadLimiter reads = reads(this::sendSlowly);
    Thread first = reader(reads, "user");
    await().until(() -> reading.get() == 1);
    assertThatThrownBy(() -> reads.read(caller("user"), request("slow"), selection()))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    assertThat(reading).hasValue(1);
    assertThat(read(reads, "fast")).isEqualTo(2);
    end(List.of(first));
  }

  /** An engine that sends nothing delays only those who read from it. */
  @Test
  void logWithoutItsFirstLineTakesNoMemory() {
    LogReadLimiter reads = reads(this::respondLate);
    List<Thread> readers =
        IntStream.range(0, AT_ONCE).mapToObj(user -> reader(reads, "user " + user)).toList();
    await().until(() -> reading.get() == AT_ONCE);
    assertThat(read(reads, "fast")).isEqualTo(1);
    end(readers);
  }

  @Test
  void failedReadReleasesItsPermit() {
    LogReadLimiter reads =
        reads((request, sink) -> {
          sink.accept(LINE);
          throw new IllegalStateException("on purpose");
        });
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> read(reads, "fast")).hasMessage("on purpose");
    }
  }

  /** A module that translates exceptions must not hide why the read was refused. */
  @Test
  void refusalIsNotTranslated() {
    LogReadLimiter reads =
        reads((request, sink) -> {
          try {
            sendSlowly(request, sink);
          } catch (ApiException e) {
            throw new IllegalStateException("the engine is unreachable", e);
          }
        });
    List<Thread> readers =
        IntStream.range(0, AT_ONCE).mapToObj(user -> reader(reads, "user " + user)).toList();
    await().until(() -> reading.get() == AT_ONCE);
    assertRejected(reads);
    end(readers);
  }

  @Test
  void lineThatArrivesAfterTheEndIsRefused() {
    AtomicReference<Consumer<JobLogLine>> late = new AtomicReference<>();
    LogReadLimiter reads =
        reads((request, sink) -> {
          sink.accept(LINE);
          late.set(sink);
        });
    LogSelection lines = selection();
    reads.read(caller("someone"), request("fast"), lines);
    assertThatThrownBy(() -> late.get().accept(LINE)).isInstanceOf(IllegalStateException.class);
    assertThat(lines.entries()).hasSize(1);
    assertThat(read(reads, "fast")).isEqualTo(1);
  }

  private interface Source {
    void read(JobLogSource.Request request, Consumer<JobLogLine> sink);
  }

  private static LogReadLimiter reads(Source source) {
    return new LogReadLimiter(
        (request, since, sink) -> source.read(request, sink),
        new MemoryBudget(AT_ONCE * 4L * SIZE, SHORT));
  }

  private static void assertRejected(LogReadLimiter reads) {
    assertThatThrownBy(() -> read(reads, "fast"))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  private void end(List<Thread> readers) {
    mayEnd.countDown();
    await().until(() -> readers.stream().noneMatch(Thread::isAlive));
  }

  /** Users with different names are in different workspaces. */
  private static Caller caller(String name) {
    return new Caller.UserCaller(name, name + "@example.org", "of " + name, "org", Role.USER);
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

  private static Thread reader(LogReadLimiter reads, String user) {
    return Thread.ofVirtual().start(() -> reads.read(caller(user), request("slow"), selection()));
  }

  private static int read(LogReadLimiter reads, String host) {
    LogSelection lines = selection();
    reads.read(caller("someone"), request(host), lines);
    return lines.entries().size();
  }

  private static LogSelection selection() {
    return LogSelection.ascending(null, new LogSelection.Limits(10, SIZE));
  }

  private static JobLogSource.Request request(String host) {
    return new JobLogSource.Request(
        new JobId(new UUID(0, 1), 0), 1, new UUID(0, 2), new UUID(0, 3), host, true);
  }
}
