package org.openhtc.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.storage.AttemptActivity.Owner;

class RunningAttemptsTest {
  private static final UUID BATCH = new UUID(0, 1);
  private static final Owner OWNER = new Owner(new UUID(0, 2), new UUID(0, 3));

  private final FakeAttemptActivity activity = new FakeAttemptActivity();
  private final SettableTicker time = new SettableTicker();
  private final RunningAttempts attempts = new RunningAttempts(activity, time);

  /** The time does not pass by itself, however slow the machine is. */
  private static final class SettableTicker extends Ticker {
    private long nanos;

    @Override
    public long read() {
      return nanos;
    }
  }

  @Test
  void severalRequestsOfAnAttemptCauseOneRead() {
    activity.place(BATCH, 0, 1, OWNER);
    for (int i = 0; i < 100; i++) {
      assertThat(attempts.find(BATCH, 0, 1)).contains(OWNER);
    }
    assertThat(activity.reads()).isEqualTo(1);
  }

  @Test
  void attemptsThatAreNotOnAHostAreRememberedToo() {
    for (int i = 0; i < 100; i++) {
      assertThat(attempts.find(BATCH, 0, 1)).isEmpty();
    }
    assertThat(activity.reads()).isEqualTo(1);
  }

  @Test
  void changeIsNoticedAfterASecond() {
    assertThat(attempts.find(BATCH, 0, 1)).isEmpty();
    activity.place(BATCH, 0, 1, OWNER);
    time.nanos = Duration.ofSeconds(1).toNanos();
    assertThat(attempts.find(BATCH, 0, 1)).isPresent();
  }

  @Test
  void otherAttemptsAreDistinguished() {
    activity.place(BATCH, 0, 2, OWNER);
    assertThat(attempts.find(BATCH, 0, 1)).isEmpty();
    assertThat(attempts.find(BATCH, 1, 2)).isEmpty();
    assertThat(attempts.find(BATCH, 0, 2)).contains(OWNER);
  }

  /** A request is refused rather than accepted without the check. */
  @Test
  void failedReadIsAnError() {
    RunningAttempts failing =
        new RunningAttempts((batch, index, attempt) -> {
          throw new IllegalStateException("the test has no database");
        });
    assertThatThrownBy(() -> failing.find(BATCH, 0, 1)).isInstanceOf(IllegalStateException.class);
  }
}
