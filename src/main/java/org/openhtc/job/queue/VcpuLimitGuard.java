package org.openhtc.job.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.job.Placement;
import org.springframework.stereotype.Component;

/**
 * Checks placements against the vCPU limits inside the transaction that writes them. Two regions
 * place at the same time: each alone may respect a limit that both together exceed.
 */
@Component
class VcpuLimitGuard {
  private final VcpuUseStore store;

  VcpuLimitGuard(VcpuUseStore store) {
    this.store = store;
  }

  /**
   * The placements that the limits allow now. Locks the limited workspaces, in the order of their
   * names, until the transaction ends.
   */
  List<Placement> within(VcpuLimits limits, List<Placement> wanted) {
    if (limits.isEmpty()) {
      return wanted;
    }
    Map<UUID, BatchOwner> owners =
        store.owners(wanted.stream().map(p -> p.job().batchId()).distinct().toList());
    List<String> workspaces =
        owners.values().stream()
            .filter(owner -> limits.limits(owner.project(), owner.workspace()))
            .map(BatchOwner::workspace)
            .distinct()
            .sorted()
            .toList();
    return workspaces.isEmpty() ? wanted : trim(wanted, owners, budget(limits, workspaces));
  }

  private static List<Placement> trim(
      List<Placement> wanted, Map<UUID, BatchOwner> owners, VcpuBudget budget) {
    List<Placement> allowed = new ArrayList<>();
    for (Placement placement : wanted) {
      BatchOwner owner = owners.get(placement.job().batchId());
      if (owner != null && budget.allows(owner.project(), owner.workspace(), owner.vcpus())) {
        budget.take(owner.project(), owner.workspace(), owner.vcpus());
        allowed.add(placement);
      }
    }
    return allowed;
  }

  private VcpuBudget budget(VcpuLimits limits, List<String> workspaces) {
    store.lockVcpus(workspaces);
    return new VcpuBudget(limits, store.vcpusInUse(workspaces));
  }
}
