package org.openhtc.job.cancellation;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.QueueChanged;
import org.openhtc.job.lifecycle.JobsFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Cancels the other jobs of a batch or group when as many have failed as its {@code failFast}
 * allows. A stop that fails or is lost is made after the next end of one of the jobs.
 */
@Service
class FailFastStops {
  private static final Logger log = LoggerFactory.getLogger(FailFastStops.class);

  private final FailFastStore store;
  private final BatchStopStore batches;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  FailFastStops(
      FailFastStore store,
      BatchStopStore batches,
      TransactionTemplate transaction,
      ApplicationEventPublisher events,
      Clock clock) {
    this.store = store;
    this.batches = batches;
    this.transaction = transaction;
    this.events = events;
    this.clock = clock;
  }

  @EventListener
  void on(JobsFailed failed) {
    for (FailFastStore.Rule rule : rules(failed)) {
      try {
        stopIfReached(rule);
      } catch (RuntimeException e) {
        log.warn("The jobs of batch {} could not be stopped by failFast", rule.batch(), e);
      }
    }
  }

  private Collection<FailFastStore.Rule> rules(JobsFailed failed) {
    try {
      return store.rules(failed.batches());
    } catch (RuntimeException e) {
      log.warn("The rules of {} batches could not be read", failed.batches().size(), e);
      return List.of();
    }
  }

  private void stopIfReached(FailFastStore.Rule rule) {
    Set<String> hosts =
        transaction.execute(status ->
            store
                .reached(rule)
                .map(stop -> batches.stop(stop.batches(), stop.reason(), clock.instant()))
                .orElse(Set.of()));
    if (!hosts.isEmpty()) {
      events.publishEvent(new HostWorkChanged(hosts));
    }
    events.publishEvent(new QueueChanged());
  }
}
