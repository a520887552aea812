package org.openhtc.job.forecast;

import java.util.List;

/**
 * The run times of ended jobs of a task.
 *
 * @param millis the values at equal distances of their distribution, ascending; never empty
 * @param jobs how many jobs were measured
 */
public record RunTimes(List<Long> millis, int jobs) {
  public RunTimes {
    millis = List.copyOf(millis);
  }
}
