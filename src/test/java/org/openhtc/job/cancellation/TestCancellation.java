package org.openhtc.job.cancellation;

import java.util.UUID;
import org.openhtc.job.JobId;
import org.springframework.beans.factory.BeanFactory;

/** Cancels jobs in tests of other packages. */
public final class TestCancellation {
  private final Cancellation cancellation;

  public TestCancellation(BeanFactory beans) {
    cancellation = beans.getBean(Cancellation.class);
  }

  public void cancel(UUID task, JobId job) {
    cancellation.cancel(task, job);
  }
}
