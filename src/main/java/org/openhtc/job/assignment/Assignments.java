package org.openhtc.job.assignment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.lease.Lease;
import org.springframework.stereotype.Service;

/** The jobs placed on hosts, as module {@code execution} uses them: what to run, what happened. */
@Service
public class Assignments {
  private final AssignmentStore store;
  private final ReportWriter reports;

  Assignments(AssignmentStore store, ReportWriter reports) {
    this.store = store;
    this.reports = reports;
  }

  /** The jobs that the host has to run now, oldest placement first. */
  public List<Assignment> onHost(String host) {
    return store.onHost(host);
  }

  /** The job, if the host still has to run this attempt. */
  public Optional<Assignment> find(String host, JobId job, int attempt) {
    return store.one(host, job, attempt);
  }

  /**
   * Whether the host still has to run this attempt, and this process still holds the host's lease.
   * To be called directly before an irreversible action.
   */
  public boolean isWanted(String host, JobId job, int attempt, Lease lease) {
    return store.isWanted(host, job, attempt, lease);
  }

  /** The number of jobs of each host that has any, including hosts that are not configured. */
  public Map<String, Integer> jobsByHost() {
    return store.jobsByHost();
  }

  /** The part of a batch that never changes; empty if the batch was purged. */
  public Optional<BatchSpec> spec(UUID batchId) {
    return store.spec(batchId);
  }

  /**
   * Stores what happened, in the given order; there may be several reports about one job.
   *
   * @return for each report, whether it changed its job; false if another event came first
   */
  public List<Boolean> record(List<JobReport> events) {
    return reports.record(events);
  }
}
