package org.openhtc.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/** Runs like the clock of the service, in microseconds, and can be advanced. */
@Component
@Primary
public class SettableClock extends Clock {
  private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
  private final Supplier<Instant> machine;

  public SettableClock() {
    this(Instant::now);
  }

  private SettableClock(Supplier<Instant> machine) {
    this.machine = machine;
  }

  /** One that shows the same time until it is advanced, for tests of exact limits. */
  public static SettableClock stopped() {
    Instant start = Instant.now();
    return new SettableClock(() -> start);
  }

  public void advance(Duration by) {
    offset.updateAndGet(present -> present.plus(by));
  }

  @Override
  public Instant instant() {
    return machine.get().truncatedTo(ChronoUnit.MICROS).plus(offset.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the service uses only UTC");
  }
}
