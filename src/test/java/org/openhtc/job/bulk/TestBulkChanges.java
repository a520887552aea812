package org.openhtc.job.bulk;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.openhtc.job.JobStatus;
import org.openhtc.job.lifecycle.JobRowStore;
import org.openhtc.job.lifecycle.RetryWriter;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;

/** Cancels and retries many jobs in tests of other packages, in a task that is always active. */
public final class TestBulkChanges {
  static final JobSelection ALL =
      new JobSelection(null, null, null, null, null, JobPosition.FIRST, JobPosition.LAST);

  private final ReceiptStore receipts;
  private final BulkPortions portions;
  private final RetryWriter retries;
  private final TransactionTemplate transaction;

  public TestBulkChanges(BeanFactory beans) {
    receipts = beans.getBean(ReceiptStore.class);
    retries = beans.getBean(RetryWriter.class);
    transaction = beans.getBean(TransactionTemplate.class);
    portions = portions(beans, (task, now) -> true);
  }

  /** With tasks of the test's own. */
  static BulkPortions portions(BeanFactory beans, TaskActivation tasks) {
    return new BulkPortions(
        beans.getBean(ReceiptStore.class),
        beans.getBean(SelectionStore.class),
        beans.getBean(JobRowStore.class),
        beans.getBean(CancelPortion.class),
        beans.getBean(RetryPortion.class),
        tasks,
        beans.getBean(TransactionTemplate.class),
        (ApplicationEventPublisher) beans,
        Clock.systemUTC());
  }

  /** Cancels all live jobs of the task. */
  public void cancel(UUID task) {
    run(task, BulkChange.CANCEL, ALL);
  }

  /** Lets all failed jobs of the task run again; returns how many there were. */
  public long retry(UUID task) {
    return run(task, BulkChange.RETRY, ALL).changedAtOnce();
  }

  public void retrySucceeded(UUID task) {
    JobSelection succeeded =
        new JobSelection(
            null, JobStatus.SUCCEEDED, null, null, null, JobPosition.FIRST, JobPosition.LAST);
    run(task, BulkChange.RETRY, succeeded);
  }

  Receipt run(UUID task, BulkChange change, JobSelection chosen) {
    UUID id = begin(task, change, chosen);
    boolean hasMore = true;
    while (hasMore) {
      hasMore = portions.next(id);
    }
    return receipts.find(task, id).orElseThrow();
  }

  /** Stores a receipt without doing its work. */
  UUID begin(UUID task, BulkChange change, JobSelection chosen) {
    UUID id = UUID.randomUUID();
    transaction.executeWithoutResult(status -> {
      retries.forgetFailures(task, chosen.group());
      receipts.insert(id, task, change, chosen, "u", Instant.now().truncatedTo(ChronoUnit.MICROS));
    });
    return id;
  }

  /** Does the next portion of a receipt's work; false if there was none, or it was the last. */
  boolean next(UUID receipt) {
    return portions.next(receipt);
  }
}
