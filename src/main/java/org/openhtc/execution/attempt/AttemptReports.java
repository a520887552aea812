package org.openhtc.execution.attempt;

import java.util.List;
import java.util.Optional;
import org.openhtc.execution.AttemptId;
import org.openhtc.job.JobReport;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.job.assignment.Assignments;

/**
 * Reports of the attempts on one host. A report that does not count is not taken for a loss of the
 * job: another process, or an earlier try whose response was lost, may have reported the same.
 */
public final class AttemptReports {
  private final String host;
  private final Assignments assignments;

  public AttemptReports(String host, Assignments assignments) {
    this.host = host;
    this.assignments = assignments;
  }

  /** Whether the reports, which are about one attempt, have their effect now or had it before. */
  public enum Outcome {
    /** The last report changed the job. */
    COUNTED,
    /** The host has to run this attempt no longer. */
    MOVED_ON,
    /** The host still has to run this attempt: read the job again. */
    STILL_ASSIGNED
  }

  /** Stores reports about one attempt, at least one, in the given order. */
  Outcome record(List<JobReport> reports) {
    if (assignments.record(reports).getLast()) {
      return Outcome.COUNTED;
    }
    JobReport last = reports.getLast();
    return find(new AttemptId(last.job(), last.attempt())).isPresent()
        ? Outcome.STILL_ASSIGNED
        : Outcome.MOVED_ON;
  }

  /** The job, if the host still has to run this attempt. */
  Optional<Assignment> find(AttemptId attempt) {
    return assignments.find(host, attempt.job(), attempt.attempt());
  }
}
