package org.openhtc.scheduling;

import java.util.List;
import org.openhtc.job.queue.HeldTail;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.ResponsibleRegion;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.VcpuLimits;

/** Moves submitted tails into a region's queue, as far as the limits allow. */
final class Admission {
  private final JobQueue queue;

  Admission(JobQueue queue) {
    this.queue = queue;
  }

  /**
   * Admits tails without a limit at once, and the others by an {@link AdmissionPlan}.
   *
   * @param last latest submission to admit; must have been read before the limits, so that a limit
   *     that was set before a submission applies to it
   * @return how many tails were admitted
   */
  int admit(ResponsibleRegion by, VcpuLimits limits, long last) {
    int unlimited = queue.admitUnlimited(by, limits, last);
    return limits.isEmpty() ? unlimited : unlimited + admitHeld(by, limits, last);
  }

  private int admitHeld(ResponsibleRegion by, VcpuLimits limits, long last) {
    List<HeldTail> held = queue.held(by, limits, last);
    if (held.isEmpty()) {
      return 0;
    }
    VcpuBudget budget = new VcpuBudget(limits, queue.vcpusAdmitted(limits));
    AdmissionPlan plan = AdmissionPlan.of(held, budget);
    queue.explainHeld(plan.reasons());
    return queue.admit(by.name(), plan.admitted());
  }
}
