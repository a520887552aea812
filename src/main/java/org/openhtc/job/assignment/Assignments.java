package org.openhtc.job.assignment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.lease.Lease;

/** The jobs placed on hosts, as module {@code execution} uses them: what to run, what happened. */
public interface Assignments {

  /** The jobs that the host has to run now, oldest placement first. */
  List<Assignment> onHost(String host);

  /**
   * The jobs that each of the hosts has to run now, in one read; hosts without jobs are left out.
   */
  Map<String, List<Assignment>> onHosts(Set<String> hosts);

  /** The job, if the host still has to run this attempt. */
  Optional<Assignment> find(String host, JobId job, int attempt);

  /**
   * Whether the host still has to run this attempt, and this process still holds the host's lease.
   * To be called directly before an irreversible action.
   */
  boolean isWanted(String host, JobId job, int attempt, Lease lease);

  /** The number of jobs of each host that has any, including hosts that are not configured. */
  Map<String, Integer> jobsByHost();

  /** The part of a batch that never changes; empty if the batch was purged. */
  Optional<BatchSpec> spec(UUID batchId);

  /**
   * Stores what happened, in the given order; there may be several reports about one job.
   *
   * @return for each report, whether it changed its job; false if another event came first
   */
  List<Boolean> record(List<JobReport> events);
}
