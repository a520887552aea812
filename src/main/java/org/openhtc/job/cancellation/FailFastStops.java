package org.openhtc.job.cancellation;

import java.time.Clock;
import java.util.Set;
import java.util.UUID;
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
    for (UUID batch : failed.batches()) {
      try {
        stopIfReached(batch);
      } catch (RuntimeException e) {
        log.warn("The jobs of batch {} could not be stopped by failFast", batch, e);
      }
    }
  }

  private void stopIfReached(UUID batch) {
    Set<String> hosts =
        transaction.execute(status ->
            store
                .reached(batch)
                .map(stop -> batches.stop(stop.batches(), stop.reason(), clock.instant()))
                .orElse(Set.of()));
    if (!hosts.isEmpty()) {
      events.publishEvent(new HostWorkChanged(hosts));
    }
    events.publishEvent(new QueueChanged());
  }
}
