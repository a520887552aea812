package org.openhtc.job.assignment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.lease.Lease;
import org.springframework.stereotype.Service;

/**
 * What module {@code execution} asks and tells: the jobs placed on a host and what became of them.
 */
@Service
public class Assignments {
  private final AssignmentStore active;
  private final ReportWriter recorder;

  Assignments(AssignmentStore active, ReportWriter recorder) {
    this.active = active;
    this.recorder = recorder;
  }

  /** The jobs that should be on this host now, oldest placement first. */
  public List<Assignment> onHost(String host) {
    return active.onHost(host);
  }

  /** The job as it stands, if this attempt is still wanted on this host. */
  public Optional<Assignment> active(String host, JobId job, int attempt) {
    return active.one(host, job, attempt);
  }

  /**
   * Whether this attempt is still wanted on this host, and the host still led by this process:
   * asked directly before something that can't be taken back.
   */
  public boolean isWanted(String host, JobId job, int attempt, Lease lease) {
    return active.isWanted(host, job, attempt, lease);
  }

  /** How many jobs each host has that has any, whether it is still configured or not. */
  public Map<String, Integer> jobsByHost() {
    return active.jobsByHost();
  }

  /** The unchanging part of a batch; empty when it was purged. */
  public Optional<BatchSpec> order(UUID batchId) {
    return active.order(batchId);
  }

  /**
   * Stores what happened, in the order given; several reports of one job may come together.
   *
   * @return for each report whether it counted; false means that the job had moved on already
   */
  public List<Boolean> record(List<JobReport> reports) {
    return recorder.record(reports);
  }
}
