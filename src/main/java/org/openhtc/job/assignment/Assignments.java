package org.openhtc.job.assignment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.SmallLog;

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

  /** The number of jobs of each host that has any, including hosts that are not configured. */
  Map<String, Integer> jobsByHost();

  /** The jobs of a host that has another name now become jobs of that name. */
  void rename(String host, String newName);

  /** The part of a batch that never changes; empty if the batch was purged. */
  Optional<BatchSpec> spec(UUID batchId);

  /** The log that was stored with the end of the attempt; empty if there was none. */
  Optional<SmallLog> smallLog(JobId job, int attempt);

  /**
   * Stores what happened, in the given order; there may be several reports about one job. Returns
   * after the commit. A report may be repeated, for example when it is not known whether its commit
   * succeeded: the second one changes nothing, so its caller has to read the attempt again before
   * it concludes anything. The log of a report that changed nothing is not stored.
   *
   * @return for each report, whether it changed its job; false if another event came first
   * @throws org.springframework.dao.DataAccessException if not all reports were stored within 30 s;
   *     to be repeated
   */
  List<Boolean> record(List<JobReport> events);
}
