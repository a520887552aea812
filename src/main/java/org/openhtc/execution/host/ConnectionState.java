package org.openhtc.execution.host;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.attempt.Outage;
import org.openhtc.execution.attempt.Outages;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.lease.DueTime;

/**
 * What is known of the connection to an engine at one moment.
 *
 * @param engine null while there is no connection
 * @param facts null before the first connection
 * @param measureAt when the facts are read again
 * @param lastSeen the last completed pass
 * @param unreachableSince null unless passes fail
 */
record ConnectionState(
    @Nullable ContainerEngine engine,
    @Nullable EngineFacts facts,
    DiskMechanism disk,
    DueTime measureAt,
    @Nullable Instant lastSeen,
    @Nullable Instant unreachableSince,
    Outages outages) {
  /** The list of containers shows in between that the engine is reachable. */
  private static final Duration MEASURE_INTERVAL = Duration.ofSeconds(30);

  static final ConnectionState UNKNOWN =
      new ConnectionState(null, null, DiskMechanism.WATCH, DueTime.NOW, null, null, Outages.NONE);

  ConnectionState opening(ContainerEngine to) {
    return new ConnectionState(to, facts, disk, measureAt, lastSeen, unreachableSince, outages);
  }

  ConnectionState connected(
      ContainerEngine to, EngineFacts found, DiskMechanism mechanism, Instant now) {
    return new ConnectionState(
        to,
        found,
        mechanism,
        DueTime.after(MEASURE_INTERVAL, now),
        lastSeen,
        unreachableSince,
        outages);
  }

  ConnectionState measured(EngineFacts found, Instant now) {
    return new ConnectionState(
        engine,
        found,
        disk,
        DueTime.after(MEASURE_INTERVAL, now),
        lastSeen,
        unreachableSince,
        outages);
  }

  ConnectionState withOutage(Outage found) {
    return new ConnectionState(
        engine, facts, disk, measureAt, lastSeen, unreachableSince, outages.with(found));
  }

  ConnectionState seen(Instant now) {
    return new ConnectionState(engine, facts, disk, measureAt, now, null, outages);
  }

  ConnectionState closed() {
    return new ConnectionState(null, facts, disk, measureAt, lastSeen, unreachableSince, outages);
  }

  ConnectionState failed(Instant now) {
    Instant since = unreachableSince == null ? now : unreachableSince;
    return new ConnectionState(null, facts, disk, measureAt, lastSeen, since, outages);
  }
}
