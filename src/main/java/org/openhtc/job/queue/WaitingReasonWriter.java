package org.openhtc.job.queue;

import java.util.Collection;
import java.util.Map;
import org.openhtc.region.RegionName;

/** Stores why classes of jobs wait: one reason for each class. */
public interface WaitingReasonWriter {

  /** Replaces all reasons that the region has written. */
  void replaceReasons(RegionName region, Map<WaitingClass, String> reasons);

  /**
   * Writes some reasons.
   *
   * @param removed classes that the region has written about and no longer does
   */
  void changeReasons(
      RegionName region, Map<WaitingClass, String> changed, Collection<WaitingClass> removed);
}
