package org.openhtc.execution.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.openhtc.api.ApiException;

class HostReadPermitsTest {
  private final HostReadPermits permits = new HostReadPermits(2, 20);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final AtomicInteger reading = new AtomicInteger();

  @Test
  void hostThatDoesNotRespondDelaysNoOtherHost() {
    Thread first = hangingReader();
    Thread second = hangingReader();
    await().until(() -> reading.get() == 2);
    assertThatThrownBy(() -> permits.within("slow", () -> "read"))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("slow");
    assertThat(permits.within("other", () -> "read")).isEqualTo("read");
    mayEnd.countDown();
    await().until(() -> !first.isAlive() && !second.isAlive());
    assertThat(permits.within("slow", () -> "read")).isEqualTo("read");
  }

  @Test
  void failedReadReleasesItsPermit() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() ->
              permits.within(
                  "h",
                  () -> {
                    throw new IllegalStateException("on purpose");
                  }))
          .hasMessage("on purpose");
    }
  }

  private Thread hangingReader() {
    return Thread.ofVirtual()
        .start(() ->
            permits.within(
                "slow",
                () -> {
                  reading.incrementAndGet();
                  await().until(() -> mayEnd.getCount() == 0);
                  return "read";
                }));
  }
}
