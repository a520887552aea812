package org.openhtc.job.cancellation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.QueueChanged;
import org.openhtc.job.lifecycle.JobsFailed;
import org.openhtc.lease.DueTime;
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
 * fails is continued by a later pass. A stop or a failure that is lost, with its process or with
 * the response to a commit, is found when all rules are read again.
 */
@Component
class FailFastStops extends LoopingComponent {
  private static final Logger log = LoggerFactory.getLogger(FailFastStops.class);

  /** Pause before a stop that failed is continued. */
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** Time between two reads of all rules. */
  private static final Duration ALL_EVERY = Duration.ofMinutes(1);

  private final FailFastStore store;
  private final BatchStopStore batches;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  /** Batches with a job that has failed since the last pass. */
  private final Set<UUID> failed = ConcurrentHashMap.newKeySet();

  /** Rules whose stop failed; only passes use it. */
  private final Set<FailFastStore.Rule> unfinished = new LinkedHashSet<>();

  /** When all rules are read again; only passes use it. */
  private DueTime nextOfAll = DueTime.NOW;

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
    readAllWhenDue();
    readRules();
    for (FailFastStore.Rule rule : List.copyOf(unfinished)) {
      try {
        while (stopPortion(rule)) {
          log.debug("Continuing the stop of batch {} by failFast", rule.batch());
        }
        unfinished.remove(rule);
      } catch (RuntimeException e) {
        log.warn("The jobs of batch {} could not be stopped by failFast", rule.batch(), e);
      }
    }
  }

  private void readAllWhenDue() {
    Instant now = clock.instant();
    if (nextOfAll.isReached(now)) {
      unfinished.addAll(store.liveRules());
      nextOfAll = DueTime.after(ALL_EVERY, now);
    }
  }

  private void readRules() {
    List<UUID> read = List.copyOf(failed);
    if (read.isEmpty()) {
      return;
    }
    failed.removeAll(read); // before they are read: a failure from now on counts in the next pass
    try {
      unfinished.addAll(store.rules(read));
    } catch (RuntimeException e) {
      failed.addAll(read);
      throw e;
    }
  }

  /**
   * Counts the failures again for each portion: a user may have retried the jobs since.
   *
   * @return whether there may be more to stop
   */
  private boolean stopPortion(FailFastStore.Rule rule) {
    Optional<Set<String>> hosts =
        transaction.execute(status ->
            store
                .reached(rule)
                .map(stop -> batches.stop(stop.batches(), stop.reason(), clock.instant())));
    hosts.ifPresent(changed -> {
      events.publishEvent(new HostWorkChanged(changed));
      events.publishEvent(new QueueChanged());
    });
    return hosts.isPresent();
  }
}
