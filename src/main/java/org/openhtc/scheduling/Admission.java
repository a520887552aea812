package org.openhtc.scheduling;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.openhtc.job.queue.HeldTail;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.QueueOverview;
import org.openhtc.job.queue.ResponsibleRegion;
import org.openhtc.job.queue.VcpuBudget;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.scheduling.plan.AdmissionPlan;

/** Moves submitted tails into a region's queue, as far as the limits allow. */
final class Admission {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final int PAUSE_PER_ADMISSION = 20;
  private static final long NONE = -1;

  private final JobQueue queue;
  private final ReadPace pace;
  private long lastBefore = NONE;
  private VcpuLimits limitsBefore = VcpuLimits.NONE;

  Admission(JobQueue queue, Clock clock) {
    this.queue = queue;
    this.pace = new ReadPace(clock, PAUSE_PER_ADMISSION, LONGEST_PAUSE);
  }

  /**
   * Admits at once after a submission, a change of the limits, or an admission. Otherwise reading
   * the tails that limits hold takes at most a twentieth of the time. That delays no job, because
   * the jobs of these tails are also admitted one by one, at their placement.
   *
   * @param overview must have been read before the limits, so that a limit that was set before a
   *     submission applies to it
   */
  void admitWhenDue(ResponsibleRegion by, VcpuLimits limits, QueueOverview overview) {
    long last = overview.lastSubmission();
    boolean isNew = last != lastBefore || !limits.equals(limitsBefore);
    if (overview.hasHeldTails() && (isNew || pace.isDue())) {
      pace.begin();
      int admitted = admit(by, limits, last);
      pace.end();
      lastBefore = admitted > 0 ? NONE : last; // there may be more
      limitsBefore = limits;
    }
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
