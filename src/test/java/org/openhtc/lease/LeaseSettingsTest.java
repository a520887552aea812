package org.openhtc.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.openhtc.database.UrgentConnections;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LeaseSettingsTest {
  private final LeaseSettings settings =
      new Binder(new MapConfigurationPropertySource())
          .bindOrCreate("openhtc.lease", LeaseSettings.class);

  /** The renewal after the cancelled one has a quarter of a second for its response. */
  @Test
  void renewalThatTheDatabaseCancelsCanBeRepeatedWhileTheLeaseIsCurrent() {
    AtomicLong nanoTime = new AtomicLong();
    HeldLeases held = new HeldLeases(settings.duration(), nanoTime::get);
    Lease lease = new Lease("host:a", "holder", 1);
    held.add(List.of(lease), nanoTime.get());
    Duration repeated =
        settings
            .renewalInterval()
            .plus(UrgentConnections.LONGEST_WAIT)
            .plus(RenewedLeases.SHORTEST_PAUSE)
            .plusMillis(250);
    nanoTime.set(repeated.toNanos());
    assertThat(held.isCurrent(lease)).isTrue();
  }
}
