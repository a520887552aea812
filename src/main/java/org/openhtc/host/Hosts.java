package org.openhtc.host;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.openhtc.region.RegionName;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The compute hosts there are, for scheduling to choose from and for execution to report on. */
@Service
@Transactional
public class Hosts {
  private final HostStore store;
  private final Clock clock;

  Hosts(HostStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Every configured host, by name. */
  @Transactional(readOnly = true)
  public List<Host> all() {
    return store.findByConfiguredTrueOrderByName().stream().map(HostRow::toHost).toList();
  }

  /** Every configured host of the region, by name. */
  @Transactional(readOnly = true)
  public List<Host> inRegion(RegionName region) {
    return all().stream().filter(host -> host.region() == region).toList();
  }

  @Transactional(readOnly = true)
  public Optional<Host> find(String name) {
    return store.findById(name).map(HostRow::toHost);
  }

  /**
   * Whether all of these hosts may get jobs; they stay so until the caller's transaction ends, and
   * whoever drains or removes one waits for that.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean keepWorking(Set<String> names) {
    return store.keepWorking(names).size() == names.size();
  }

  /**
   * Its engine answered: a host that was unreachable or unfit takes jobs again.
   *
   * @param asked as it was when the engine was asked
   */
  public void seen(Host asked, HostMeasure measure) {
    change(asked, row -> row.seen(measure, clock.instant()));
  }

  /** Its engine answered, but it lacks what the settings ask for: it takes no jobs until it has. */
  public void unfit(Host asked, HostMeasure measure, String reason) {
    change(
        asked,
        row -> {
          row.seen(measure, clock.instant());
          row.suffer(HostHealth.UNFIT, reason, clock.instant());
        });
  }

  /** Its engine does not answer: it takes no jobs until it does. */
  public void unreachable(Host asked, String reason) {
    change(asked, row -> row.silent(reason, clock.instant()));
  }

  /** It answers but fails jobs: it takes none until {@link #release}. */
  public void quarantine(String name, String reason) {
    change(name, row -> row.suffer(HostHealth.QUARANTINED, reason, clock.instant()));
  }

  public void release(String name) {
    change(name, row -> row.recover(clock.instant()));
  }

  /** An engine that the host has left meanwhile says nothing of it. */
  private void change(Host asked, Consumer<HostRow> change) {
    change(
        asked.name(),
        row -> {
          if (row.isReachedAt(asked.endpoint())) {
            change.accept(row);
          }
        });
  }

  private void change(String name, Consumer<HostRow> change) {
    store.findForReport(name).ifPresent(change);
  }
}
