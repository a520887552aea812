package org.openhtc.host;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.openhtc.api.ApiException;
import org.openhtc.api.PageQuery;
import org.openhtc.host.HostSettings.HostEntry;
import org.openhtc.region.Regions;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The operations of administrators on hosts. */
@Component
@Transactional
class HostAdministration {
  private final HostStore store;
  private final Regions regions;
  private final HostOccupancy occupancy;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  HostAdministration(
      HostStore store,
      Regions regions,
      HostOccupancy occupancy,
      ApplicationEventPublisher events,
      Clock clock) {
    this.store = store;
    this.regions = regions;
    this.occupancy = occupancy;
    this.events = events;
    this.clock = clock;
  }

  /** The hosts of a page by name, and one more if there is a next page. */
  @Transactional(readOnly = true)
  public List<Host> page(PageQuery page) {
    String after = page.cursor(1).map(cursor -> cursor.text(0)).orElse("");
    return store
        .findByConfiguredTrueAndNameGreaterThanOrderByName(after, Limit.of(page.pageSize() + 1))
        .stream()
        .map(HostRow::toHost)
        .toList();
  }

  /**
   * The host of that name.
   *
   * @throws ApiException 404 when there is none
   */
  @Transactional(readOnly = true)
  public Host get(String name) {
    return store
        .findById(name)
        .filter(HostRow::isConfigured)
        .orElseThrow(() -> unknown(name))
        .toHost();
  }

  /**
   * Adds a host and enables its region. Execution is notified and connects to it.
   *
   * @throws ApiException 409 when the name is in use
   */
  public Host register(HostEntry entry) {
    store.lockName(entry.name());
    Optional<HostRow> before = store.findById(entry.name());
    if (before.filter(HostRow::isConfigured).isPresent()) {
      throw ApiException.conflict("Host '%s' already exists.".formatted(entry.name()));
    }
    before.ifPresent(this::delete);
    regions.ensureEnabled(entry.region());
    events.publishEvent(new HostsChanged());
    return store.save(new HostRow(entry, HostSource.API, clock.instant())).toHost();
  }

  /**
   * Checks that the change is possible now.
   *
   * @return the host before the change, if the change moves it to another engine
   * @throws ApiException as {@link #change}
   */
  public Optional<Host> requireChangeable(String name, HostChange change) {
    Host before = lockRegistered(name, "changed").toHost();
    HostEntry after = validated(change, before);
    return Optional.of(before).filter(host -> isMoved(host, after));
  }

  /**
   * Changes a registered host and enables its new region.
   *
   * @throws ApiException 404; 409 when it is defined in the settings, or when its endpoint or
   *     region would change while it has jobs
   */
  public Host change(String name, HostChange change) {
    HostRow row = lockRegistered(name, "changed");
    Host before = row.toHost();
    HostEntry after = validated(change, before);
    if (after.region() != before.region()) {
      regions.ensureEnabled(after.region());
    }
    row.configure(after, HostSource.API, clock.instant());
    events.publishEvent(new HostsChanged());
    return row.toHost();
  }

  private HostEntry validated(HostChange change, Host before) {
    HostEntry after = change.of(before);
    if (isMoved(before, after) || after.region() != before.region()) {
      occupancy.requireNoJobs(
          before.name(), "its endpoint and region cannot be changed until they have ended");
    }
    return after;
  }

  /** Also another namespace or other nodes are another engine, as far as the jobs are concerned. */
  private static boolean isMoved(Host before, HostEntry after) {
    return !after.endpoint().equals(before.endpoint())
        || !Objects.equals(after.place(), before.cluster());
  }

  /** Stops the placement of jobs on the host; after this returns, none is placed there. */
  public Host drain(String name) {
    return assign(name, HostDuty.DRAINED, "");
  }

  /** The same as {@link #drain}, with a reason. */
  public Host quarantine(String name, String reason) {
    return assign(name, HostDuty.QUARANTINED, reason);
  }

  /** Ends a drain and every quarantine, including one that execution has started. */
  public Host resume(String name) {
    HostRow row = lock(name);
    row.assign(HostDuty.WORKING, "", clock.instant());
    row.release(clock.instant());
    events.publishEvent(new HostAvailabilityChanged());
    return row.toHost();
  }

  /**
   * Checks that the host can be removed now, and returns it.
   *
   * @throws ApiException 404; 409 when it is defined in the settings or has jobs
   */
  public Host requireRemovable(String name) {
    HostRow row = lockRegistered(name, "removed");
    occupancy.requireNoJobs(name, "drain it and wait until they have ended");
    return row.toHost();
  }

  /** Removes the host, under the conditions of {@link #requireRemovable}. */
  public void remove(String name) {
    requireRemovable(name);
    delete(lock(name));
    events.publishEvent(new HostsChanged());
  }

  private Host assign(String name, HostDuty duty, String reason) {
    HostRow row = lock(name);
    row.assign(duty, reason, clock.instant());
    events.publishEvent(new HostAvailabilityChanged());
    return row.toHost();
  }

  /** Locks a host that was registered by the API; hosts of the settings are refused. */
  private HostRow lockRegistered(String name, String action) {
    HostRow row = lock(name);
    if (row.source() == HostSource.SETTINGS) {
      throw ApiException.conflict(
          "Host '%s' is defined in the service's settings and can only be %s there."
              .formatted(name, action));
    }
    return row;
  }

  private HostRow lock(String name) {
    return store.findForUpdate(name).orElseThrow(() -> unknown(name));
  }

  /** Flushes, so that a row of the same name can be inserted in the same transaction. */
  private void delete(HostRow row) {
    store.delete(row);
    store.flush();
  }

  private static ApiException unknown(String name) {
    return ApiException.notFound("host", name);
  }
}
