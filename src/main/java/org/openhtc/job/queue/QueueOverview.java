package org.openhtc.job.queue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.openhtc.region.RegionName;

/**
 * What waits in the queue, read at the beginning of a tick of the scheduler.
 *
 * @param lastSubmission sequence number of the latest submission; submissions that begin later get
 *     higher ones
 * @param hasHeldTails whether any submitted tail waits for its admission
 * @param classes the different classes of waiting jobs, of all regions
 */
public record QueueOverview(long lastSubmission, boolean hasHeldTails, List<WaitingClass> classes) {
  public QueueOverview {
    classes = List.copyOf(classes);
  }

  /** The regions in which jobs wait, with or without hosts. */
  public Set<RegionName> regions() {
    Set<RegionName> regions = new TreeSet<>();
    classes.forEach(waiting -> regions.addAll(waiting.regions()));
    return regions;
  }

  /** The classes of jobs that wait in the region. */
  public List<WaitingClass> in(RegionName region) {
    return classes.stream().filter(waiting -> waiting.regions().contains(region)).toList();
  }
}
