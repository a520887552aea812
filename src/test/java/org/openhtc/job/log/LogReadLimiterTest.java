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
import org.junit.jupiter.api.Test;
import org.openhtc.api.ApiException;
import org.openhtc.api.ErrorCode;
import org.openhtc.job.JobId;

class LogReadLimiterTest {
  private static final JobLogSource.Request REQUEST =
      new JobLogSource.Request(
          new JobId(new UUID(0, 1), 0), 1, new UUID(0, 2), new UUID(0, 3), "h", true);
  private static final List<JobLogLine> LOG = List.of(new JobLogLine(Instant.EPOCH, "a line"));

  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final AtomicInteger reading = new AtomicInteger();

  @Test
  void requestThatWaitsTooLongIsRejectedAndMayBeRepeated() {
    LogReadLimiter reads = reads(Duration.ofMillis(20), 2);
    List<Thread> readers = List.of(slowReader(reads), slowReader(reads));
    await().until(() -> reading.get() == 2);
    assertThatThrownBy(() -> reads.read(REQUEST, null, List::size))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    mayEnd.countDown();
    await().until(() -> readers.stream().noneMatch(Thread::isAlive));
    int lines = reads.read(REQUEST, null, List::size);
    assertThat(lines).isEqualTo(1);
  }

  @Test
  void failedReadReleasesItsPermit() {
    LogReadLimiter reads = reads(Duration.ofMillis(20), 1);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() ->
              reads.read(
                  REQUEST,
                  null,
                  lines -> {
                    throw new IllegalStateException("on purpose");
                  }))
          .hasMessage("on purpose");
    }
  }

  private static LogReadLimiter reads(Duration patience, int atOnce) {
    return new LogReadLimiter((request, since) -> LOG, new LogReadSettings(atOnce, patience));
  }

  private Thread slowReader(LogReadLimiter reads) {
    return Thread.ofVirtual()
        .start(() ->
            reads.read(
                REQUEST,
                null,
                lines -> {
                  reading.incrementAndGet();
                  await().until(() -> mayEnd.getCount() == 0);
                  return lines.size();
                }));
  }
}
