package org.openhtc.execution.host;

import java.util.List;
import org.openhtc.execution.tracking.HostTracking;
import org.openhtc.job.assignment.Assignment;

/**
 * A read of the assignments of one host that is about to be made.
 *
 * @param version of the tracked attempts before the read
 */
record AssignmentSnapshot(String host, HostTracking tracking, long version) {
  void apply(List<Assignment> jobs) {
    tracking.assigned(version, jobs);
  }
}
