package org.openhtc.embedded;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The component {@code objectStore} of the readiness: whether the embedded store responds. */
final class StoreHealthIndicator implements HealthIndicator {
  private final StoreSupervisor supervisor;

  StoreHealthIndicator(StoreSupervisor supervisor) {
    this.supervisor = supervisor;
  }

  @Override
  public Health health() {
    return supervisor.isHealthy() ? Health.up().build() : Health.down().build();
  }
}
