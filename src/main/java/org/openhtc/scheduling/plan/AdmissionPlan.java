package org.openhtc.scheduling.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.job.queue.HeldTail;
import org.openhtc.job.queue.VcpuBudget;

/**
 * Which held tails one tick admits. Pure. A tail is admitted as a whole if the vCPUs of all its
 * jobs are within the limits, beside those of the jobs that are admitted already. A tail that does
 * not fit stays held and lets later ones pass; its jobs are admitted one by one, at their
 * placement, as far as they fit.
 *
 * @param admitted batches of the admitted tails, in their order
 * @param reasons of the tails that stay held, where the reason is new
 */
public record AdmissionPlan(List<UUID> admitted, Map<UUID, String> reasons) {

  /**
   * @param held in order of priority and age
   * @param budget what is admitted and what the limits allow; every admission is taken from it
   */
  public static AdmissionPlan of(List<HeldTail> held, VcpuBudget budget) {
    List<UUID> admitted = new ArrayList<>();
    Map<UUID, String> reasons = new HashMap<>();
    for (HeldTail tail : held) {
      Optional<String> refusal = budget.refusal(tail.project(), tail.workspace(), tail.vcpus());
      if (refusal.isEmpty()) {
        budget.take(tail.project(), tail.workspace(), tail.vcpus());
        admitted.add(tail.batch());
      } else if (!refusal.get().equals(tail.reason())) {
        reasons.put(tail.batch(), refusal.get());
      }
    }
    return new AdmissionPlan(admitted, reasons);
  }
}
