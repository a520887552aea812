package org.openhtc.job.assignment;

import org.openhtc.execution.TestBatch;
import org.openhtc.job.JobId;
import org.openhtc.testing.SettableClock;

class FakeAssignmentsTest extends AssignmentsContract {
  private final SettableClock clock = new SettableClock();
  private final FakeAssignments assignments = new FakeAssignments();

  @Override
  protected Assignments assignments() {
    return assignments;
  }

  @Override
  protected JobId place(String host) {
    BatchSpec batch = TestBatch.of("true");
    assignments.add(batch);
    JobId job = new JobId(batch.batchId(), 0);
    placeAgain(host, job, 1);
    return job;
  }

  @Override
  protected void placeAgain(String host, JobId job, int attempt) {
    assignments.place(host, job, attempt, clock.instant());
  }

  @Override
  protected void requestCancellation(JobId job) {
    assignments.cancel(job);
  }
}
