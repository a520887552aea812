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
 */
public record Observation(
    Map<String, BatchRecord> batches,
    List<JobRecord> jobs,
    List<ContainerRun> runs,
    LogLoss logLoss,
    Account account,
    Leftovers leftovers) {

  int submitted() {
    return batches.values().stream().mapToInt(BatchRecord::jobs).sum();
  }
}
