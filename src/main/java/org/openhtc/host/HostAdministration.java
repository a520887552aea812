package org.openhtc.host;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.openhtc.api.ApiException;
import org.openhtc.api.PageQuery;
import org.openhtc.host.HostSettings.HostEntry;
import org.openhtc.region.Regions;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What administrators do with hosts. */
@Component
@Transactional
class HostAdministration {
  private final HostStore store;
  private final Regions regions;
  private final HostTies ties;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  HostAdministration(
      HostStore store,
      Regions regions,
      HostTies ties,
      ApplicationEventPublisher events,
      Clock clock) {
    this.store = store;
    this.regions = regions;
    this.ties = ties;
    this.events = events;
    this.clock = clock;
  }

  /** By name; one more than the page holds, if there is one. */
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
   * @throws ApiException 404 when there is none of that name
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
   * Adds a host and enables its region; execution asks it within moments.
   *
   * @throws ApiException 409 when the name is taken
   */
  public Host register(HostEntry entry) {
    store.oneAtATime(entry.name());
    Optional<HostRow> before = store.findById(entry.name());
    if (before.filter(HostRow::isConfigured).isPresent()) {
      throw ApiException.conflict("There is a host '%s' already.".formatted(entry.name()));
    }
    before.ifPresent(this::delete);
    regions.ensureEnabled(entry.region());
    events.publishEvent(new HostsChanged());
    return store.save(new HostRow(entry, HostSource.API, clock.instant())).toHost();
  }

  /**
   * The host as it is, when the change would leave its engine and could be made now.
   *
   * @throws ApiException as {@link #change}
   */
  public Optional<Host> leaving(String name, HostChange change) {
    Host before = ours(name, "changed").toHost();
    HostEntry after = possible(change, before);
    return Optional.of(before).filter(host -> !host.endpoint().equals(after.endpoint()));
  }

  /**
   * Changes a host that was registered here; a region that it moves to is enabled.
   *
   * @throws ApiException 404; 409 when it is of the settings, or has jobs and would be reached
   *     elsewhere
   */
  public Host change(String name, HostChange change) {
    HostRow row = ours(name, "changed");
    Host before = row.toHost();
    HostEntry after = possible(change, before);
    if (after.region() != before.region()) {
      regions.ensureEnabled(after.region());
    }
    row.configure(after, HostSource.API, clock.instant());
    events.publishEvent(new HostsChanged());
    return row.toHost();
  }

  private HostEntry possible(HostChange change, Host before) {
    HostEntry after = change.of(before);
    if (!after.endpoint().equals(before.endpoint()) || after.region() != before.region()) {
      ties.requireNoJobs(before.name(), "its endpoint and region stay until they have ended");
    }
    return after;
  }

  /** From the moment this returns no job is placed there any more. */
  public Host drain(String name) {
    return assign(name, HostDuty.DRAINED, "");
  }

  /** As {@link #drain}, with a reason. */
  public Host quarantine(String name, String reason) {
    return assign(name, HostDuty.QUARANTINED, reason);
  }

  /** Ends a drain and every quarantine, the one that execution began included. */
  public Host resume(String name) {
    HostRow row = locked(name);
    row.assign(HostDuty.WORKING, "", clock.instant());
    if (row.toHost().health() == HostHealth.QUARANTINED) {
      row.recover(clock.instant());
    }
    return row.toHost();
  }

  /**
   * The host, when it could be removed now.
   *
   * @throws ApiException 404; 409 when it is of the settings or has jobs
   */
  public Host removable(String name) {
    HostRow row = ours(name, "removed");
    ties.requireNoJobs(name, "drain it and wait until they have ended");
    return row.toHost();
  }

  /** Forgets the host, under the conditions of {@link #removable}. */
  public void remove(String name) {
    removable(name);
    delete(locked(name));
    events.publishEvent(new HostsChanged());
  }

  private Host assign(String name, HostDuty duty, String reason) {
    HostRow row = locked(name);
    row.assign(duty, reason, clock.instant());
    return row.toHost();
  }

  private HostRow ours(String name, String what) {
    HostRow row = locked(name);
    if (row.source() == HostSource.SETTINGS) {
      throw ApiException.conflict(
          "Host '%s' is of the service's settings and can only be %s there.".formatted(name, what));
    }
    return row;
  }

  private HostRow locked(String name) {
    return store.findLocked(name).orElseThrow(() -> unknown(name));
  }

  /** At once, so that a row of the same name may follow in this transaction. */
  private void delete(HostRow row) {
    store.delete(row);
    store.flush();
  }

  private static ApiException unknown(String name) {
    return ApiException.notFound("host", name);
  }
}
