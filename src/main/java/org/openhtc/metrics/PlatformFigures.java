package org.openhtc.metrics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openhtc.host.HostHealth;
import org.openhtc.job.JobStatus;
import org.openhtc.job.ledger.LastCheck;
import org.openhtc.region.RegionName;

/**
 * Hosts, vCPUs and live jobs of the installation at one moment, and the last check of its ledger.
 *
 * @param regions those with hosts
 * @param liveJobs a count for each status of jobs that have not ended
 * @param ledger empty before the first check
 */
record PlatformFigures(
    List<OfRegion> regions, Map<JobStatus, Long> liveJobs, Optional<LastCheck> ledger) {

  /**
   * The hosts of a region.
   *
   * @param hosts their number for each health, including zeros
   * @param vcpus for jobs on ready hosts
   * @param freeVcpus those that no job uses
   * @param jobs on all of its hosts
   */
  record OfRegion(
      RegionName region, Map<HostHealth, Long> hosts, long vcpus, long freeVcpus, long jobs) {}
}
