package org.openhtc.job.cancellation;

import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.JobId;
import org.openhtc.job.QueueChanged;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends jobs on a user's wish. What never started ends at once; what is on a host is asked to end,
 * and execution reports when it has.
 */
@Service
public class Cancellation {
  private final TaskCancellationStore all;
  private final JobCancellationStore single;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  public Cancellation(
      TaskCancellationStore all,
      JobCancellationStore single,
      TransactionTemplate transaction,
      ApplicationEventPublisher events,
      Clock clock) {
    this.all = all;
    this.single = single;
    this.transaction = transaction;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Cancels every live job of the task.
   *
   * @param group only this group's jobs; null for all
   */
  public void cancel(UUID task, @Nullable String group) {
    tell(() -> all.cancel(task, group, clock.instant()));
  }

  /** Cancels one job of the task; one that has ended stays as it is. */
  public void cancel(UUID task, JobId job) {
    tell(() -> single.cancel(task, job, clock.instant()));
  }

  private void tell(Supplier<Set<String>> cancellation) {
    Set<String> hosts = transaction.execute(status -> cancellation.get());
    events.publishEvent(new HostWorkChanged(hosts));
    events.publishEvent(new QueueChanged());
  }
}
