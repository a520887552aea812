package org.openhtc.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.openhtc.api.ApiException;
import org.openhtc.api.ErrorCode;
import org.springframework.mock.web.DelegatingServletInputStream;

class BoundedBodyTest {
  private final AtomicInteger reservations = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void bodyOverItsLimitIsNotReadFurther() throws IOException {
    BoundedBody body = body(1001, new BodyLimits(1000, 1000));
    assertThat(body.readNBytes(1000)).hasSize(1000);
    assertThatThrownBy(body::read)
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
  }

  @Test
  void bodyReservesMemoryOnceItIsNoLongerSmall() throws IOException {
    BoundedBody body = body(1000, new BodyLimits(1000, 100));
    body.readNBytes(100);
    assertThat(reservations).hasValue(0);
    body.readAllBytes();
    assertThat(reservations).hasValue(1);
  }

  /** A sender that keeps memory reserved by sending a byte now and then. */
  @Test
  void slowBodyIsRefused() throws IOException {
    BoundedBody body = body(2_000_000, new BodyLimits(2_000_000, 100));
    nanos.set(TimeUnit.SECONDS.toNanos(20));
    assertThat(body.read()).isZero();
    nanos.set(TimeUnit.SECONDS.toNanos(21));
    assertThatThrownBy(body::read).hasMessageContaining("bytes per second");
  }

  @Test
  void bodyAboveTheMinimumRateIsAccepted() throws IOException {
    BoundedBody body = body(2_000_000, new BodyLimits(2_000_000, 100));
    for (int second = 1; second < 50; second++) {
      nanos.set(TimeUnit.SECONDS.toNanos(second));
      assertThat(body.readNBytes(40_000)).hasSize(40_000);
    }
  }

  private BoundedBody body(int size, BodyLimits limits) {
    return new BoundedBody(
        new DelegatingServletInputStream(new java.io.ByteArrayInputStream(new byte[size])),
        limits,
        nanos::get,
        reservations::incrementAndGet);
  }
}
