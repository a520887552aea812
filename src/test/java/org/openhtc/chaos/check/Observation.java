package org.openhtc.chaos.check;

import java.util.List;
import java.util.Map;
import org.openhtc.simulation.ContainerRun;

/**
 * What was submitted in a run, what the engines recorded, and what the service reports at its end.
 *
 * @param batches by their ids
 * @param jobs in the order of the service's list
 * @param runs of all containers since the beginning of the run
 * @param isRecordedByJobs whether the programs of the jobs recorded the runs, and not the engines:
 *     a program records its beginning after it began, and its end before it ends
 */
public record Observation(
    Map<String, BatchRecord> batches,
    List<JobRecord> jobs,
    List<ContainerRun> runs,
    boolean isRecordedByJobs,
    LogLoss logLoss,
    Account account,
    Leftovers leftovers) {

  int submitted() {
    return batches.values().stream().mapToInt(BatchRecord::jobs).sum();
  }
}
