package org.openhtc.lease;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailureLogTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final AtomicLong nanoTime = new AtomicLong();
  private FailureLog failures;

  @BeforeEach
  void collectLines() {
    Logger log = new LoggerContext().getLogger("test");
    lines.start();
    log.addAppender(lines);
    failures = new FailureLog("host-a", log, nanoTime::get);
  }

  @Test
  void failureThatContinuesIsLoggedOncePerMinuteWithoutItsTrace() {
    for (int second = 0; second <= 60; second++) {
      failures.failed(new IllegalStateException("no database"), INTERVAL);
      nanoTime.addAndGet(INTERVAL.toNanos());
    }
    assertThat(messages())
        .containsExactly(
            "A pass of host-a failed; the next one starts within PT1S",
            "A pass of host-a failed again, and 59 times since the last report:"
                + " java.lang.IllegalStateException: no database");
    assertThat(lines.list.getFirst().getThrowableProxy()).isNotNull();
    assertThat(lines.list.getLast().getThrowableProxy()).isNull();
  }

  @Test
  void failureOfAnotherKindIsLoggedAtOnce() {
    failures.failed(new IllegalStateException("no database"), INTERVAL);
    failures.failed(new IllegalArgumentException("a defect"), INTERVAL);
    failures.failed(new IllegalStateException("no database"), INTERVAL);
    assertThat(messages()).hasSize(2);
  }

  @Test
  void failureAfterASuccessIsLoggedAtOnce() {
    failures.failed(new IllegalStateException("no database"), INTERVAL);
    failures.succeeded();
    failures.failed(new IllegalStateException("no database"), INTERVAL);
    assertThat(messages()).hasSize(2);
  }

  private List<String> messages() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
