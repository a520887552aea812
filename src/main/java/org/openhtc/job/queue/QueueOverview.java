package org.openhtc.job.queue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openhtc.region.RegionName;

/**
 * What waits in the queue, read at the beginning of a tick of the scheduler.
 *
 * @param lastSubmission sequence number of the latest submission; submissions that begin later get
 *     higher ones
 * @param hasHeldTails whether any submitted tail waits for its admission
 * @param first the different classes of waiting jobs, of all regions, each with the sequence number
 *     of its first submission
 */
public record QueueOverview(
    long lastSubmission, boolean hasHeldTails, Map<WaitingClass, Long> first) {
  public QueueOverview {
    first = Collections.unmodifiableMap(new LinkedHashMap<>(first));
  }

  /** The different classes of waiting jobs. */
  public List<WaitingClass> classes() {
    return List.copyOf(first.keySet());
  }

  /** The regions in which jobs wait, with or without hosts. */
  public Set<RegionName> regions() {
    Set<RegionName> regions = new TreeSet<>();
    first.keySet().forEach(waiting -> regions.addAll(waiting.regions()));
    return regions;
  }

  /** The classes of jobs that wait in the region. */
  public List<WaitingClass> in(RegionName region) {
    return first.keySet().stream().filter(waiting -> waiting.regions().contains(region)).toList();
  }
}
