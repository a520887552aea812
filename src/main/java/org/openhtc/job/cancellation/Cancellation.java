package org.openhtc.job.cancellation;

import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.JobId;
import org.openhtc.job.QueueChanged;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Cancels one job on a user's request. A job that has not started ends at once. For a job on a host
 * the request is stored; the agent of the host then stops its container ({@code ContainerStep} of
 * module {@code execution}) and reports its end.
 */
@Service
class Cancellation {
  private final JobCancellationStore jobs;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Cancellation(
      JobCancellationStore jobs,
      TransactionTemplate transaction,
      ApplicationEventPublisher events,
      Clock clock) {
    this.jobs = jobs;
    this.transaction = transaction;
    this.events = events;
    this.clock = clock;
  }

  /** Cancels one job of the task; a job that has ended stays unchanged. */
  void cancel(UUID task, JobId job) {
    Set<String> hosts = transaction.execute(status -> jobs.cancel(task, job, clock.instant()));
    events.publishEvent(new HostWorkChanged(hosts));
    events.publishEvent(new QueueChanged());
  }
}
