package org.openhtc.job.query;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.springframework.beans.factory.BeanFactory;

/** Reads jobs in tests of other packages. */
public final class TestQueries {
  private final JobQueries queries;
  private final JobHistoryQueries histories;

  public TestQueries(BeanFactory beans) {
    queries = beans.getBean(JobQueries.class);
    histories = beans.getBean(JobHistoryQueries.class);
  }

  /**
   * @param status null for all jobs
   */
  public List<JobRow> list(UUID task, @Nullable JobStatus status) {
    return queries.list(new JobFilter(task, null, status, List.of()), null, 10_000);
  }

  public JobRow one(UUID task, JobId job) {
    return queries.one(task, job).orElseThrow();
  }

  public List<JobHistoryEntry> history(JobRow job) {
    return histories.of(job);
  }
}
