package org.openhtc.scheduling;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import org.openhtc.region.RegionName;
import org.springframework.stereotype.Component;

/** How long the scheduler's ticks take, in the regions that this process leads. */
@Component
public class TickTimers {
  /** The label whose value is the name of the region. */
  public static final String REGION = "region";

  private static final String NAME = "openhtc.scheduler.tick";

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25),
    Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500),
    Duration.ofSeconds(1), Duration.ofSeconds(5)
  };

  private final MeterRegistry meters;

  TickTimers(MeterRegistry meters) {
    this.meters = meters;
  }

  /** The timer of a region; it exists from the first call on. */
  Timer of(RegionName region) {
    return Timer.builder(NAME)
        .description("Ticks of the schedulers that this process leads.")
        .tag(REGION, region.name())
        .serviceLevelObjectives(BUCKETS)
        .register(meters);
  }

  /** One timer per region that this process has led since its start. */
  public Collection<Timer> all() {
    return meters.find(NAME).timers();
  }
}
