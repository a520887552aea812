package org.openhtc.host;

import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.openhtc.host.HostSettings.HostEntry;
import org.openhtc.region.Regions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stores the hosts of the settings at every start, and enables their regions unless an
 * administrator has disabled them. Hosts that were registered by the API remain; one with the name
 * of a host in the settings is replaced by it.
 */
@Component
class HostRegistration implements InitializingBean {
  private static final Logger log = LoggerFactory.getLogger(HostRegistration.class);

  private final HostSettings settings;
  private final HostStore store;
  private final Regions regions;
  private final TransactionTemplate transaction;
  private final Clock clock;

  HostRegistration(
      HostSettings settings,
      HostStore store,
      Regions regions,
      TransactionTemplate transaction,
      Clock clock) {
    this.settings = settings;
    this.store = store;
    this.regions = regions;
    this.transaction = transaction;
    this.clock = clock;
  }

  @Override
  public void afterPropertiesSet() {
    transaction.executeWithoutResult(status -> register());
  }

  /** Several processes may start at the same time, and register the same hosts. */
  private void register() {
    settings.hosts().stream().map(HostEntry::name).sorted().forEach(store::lockName);
    Set<String> names = new HashSet<>();
    for (HostEntry entry : settings.hosts()) {
      if (!names.add(entry.name())) {
        throw new IllegalStateException(
            "openhtc.hosts contains '%s' twice; the names of hosts must be unique"
                .formatted(entry.name()));
      }
      if (entry.endpoint().getRawUserInfo() != null) {
        throw new IllegalStateException(
            "openhtc.hosts: the endpoint of '%s' contains a user name, which engines do not support"
                .formatted(entry.name()));
      }
      if (entry.kubernetes() != null && Host.Kind.of(entry.endpoint()) == Host.Kind.DOCKER) {
        throw new IllegalStateException(
            "openhtc.hosts: '%s' has kubernetes settings but not the endpoint of a cluster"
                .formatted(entry.name()));
      }
      regions.enableByDefault(entry.region());
      store
          .findById(entry.name())
          .ifPresentOrElse(
              row -> row.configure(entry, HostSource.SETTINGS, clock.instant()),
              () -> store.save(new HostRow(entry, HostSource.SETTINGS, clock.instant())));
      log.info(
          "Host {} at {} runs jobs of region {}", entry.name(), entry.endpoint(), entry.region());
    }
    store.findAll().stream()
        .filter(row -> row.source() == HostSource.SETTINGS && !names.contains(row.name()))
        .forEach(row -> row.unconfigure(clock.instant()));
  }
}
