package org.openhtc.job.cancellation;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.QueueChanged;
import org.openhtc.job.lifecycle.JobsFailed;
import org.openhtc.lease.LoopingComponent;
import org.openhtc.lease.WakeableLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Cancels the other jobs of a batch or group when as many have failed as its {@code failFast}
 * allows. Works on a thread of its own, so a stop of many batches delays no report. A stop that
 * fails is repeated; one that is lost with its process is made after the next failure of one of the
 * jobs.
 */
@Component
class FailFastStops extends LoopingComponent {
  private static final Logger log = LoggerFactory.getLogger(FailFastStops.class);

  /** Pause before a stop that failed is repeated. */
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** Batches of one transaction, which keeps them locked until its end. */
  private static final int PORTION = 500;

  private final FailFastStore store;
  private final BatchStopStore batches;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  /** Batches with a job that has failed since the last pass. */
  private final Set<UUID> failed = ConcurrentHashMap.newKeySet();

  FailFastStops(
      FailFastStore store,
      BatchStopStore batches,
      TransactionTemplate transaction,
      ApplicationEventPublisher events,
      Clock clock) {
    super(new WakeableLoop("fail-fast", INTERVAL));
    this.store = store;
    this.batches = batches;
    this.transaction = transaction;
    this.events = events;
    this.clock = clock;
  }

  @EventListener
  void on(JobsFailed jobs) {
    failed.addAll(jobs.batches());
    wake();
  }

  @Override
  protected void pass() {
    List<UUID> read = List.copyOf(failed);
    if (read.isEmpty()) {
      return;
    }
    failed.removeAll(read); // before the failures are counted: a later one is counted again
    for (FailFastStore.Rule rule : rules(read)) {
      try {
        store.reached(rule).ifPresent(this::stop);
      } catch (RuntimeException e) {
        failed.add(rule.batch());
        log.warn("The jobs of batch {} could not be stopped by failFast", rule.batch(), e);
      }
    }
  }

  private Collection<FailFastStore.Rule> rules(List<UUID> read) {
    try {
      return store.rules(read);
    } catch (RuntimeException e) {
      failed.addAll(read);
      throw e;
    }
  }

  private void stop(FailFastStore.Stop stop) {
    List<UUID> live = stop.batches();
    for (int from = 0; from < live.size(); from += PORTION) {
      stop(live.subList(from, Math.min(live.size(), from + PORTION)), stop.reason());
    }
  }

  private void stop(List<UUID> portion, String reason) {
    Set<String> hosts =
        transaction.execute(status -> batches.stop(portion, reason, clock.instant()));
    if (!hosts.isEmpty()) {
      events.publishEvent(new HostWorkChanged(hosts));
    }
    events.publishEvent(new QueueChanged());
  }
}
