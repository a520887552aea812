package org.openhtc.job.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.job.Placement;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Holds placements to the vCPU limits inside the transaction that writes them. Two regions place at
 * the same time; each alone may be within a limit that both together break.
 */
@Repository
public class VcpuLimitGuard {
  private static final String BATCHES =
      """
      select id, project_id, workspace_id, vcpus from job_batch where id = any(:ids::uuid[])
      """;

  private static final String LOCK =
      """
      select 1 from (select pg_advisory_xact_lock(hashtextextended('vcpus of ' || w, 0))
                     from unnest(:workspaces::text[]) as w) locked
      """;

  private static final String IN_USE =
      """
      select project_id, workspace_id, sum(vcpus::bigint * (starting + running)) as vcpus
      from job_batch
      where is_live and starting + running > 0 and workspace_id = any(:workspaces::text[])
      group by project_id, workspace_id
      """;

  private record Owner(UUID project, String workspace, int vcpus) {}

  private final JdbcClient jdbc;

  public VcpuLimitGuard(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Those of the placements that the limits allow now. Limited workspaces are locked, in the order
   * of their names, until the transaction ends.
   */
  List<Placement> within(VcpuLimits limits, List<Placement> wanted) {
    if (limits.isEmpty()) {
      return wanted;
    }
    Map<UUID, Owner> owners = owners(wanted);
    List<String> workspaces =
        owners.values().stream()
            .filter(owner -> limits.limits(owner.project, owner.workspace))
            .map(Owner::workspace)
            .distinct()
            .sorted()
            .toList();
    return workspaces.isEmpty() ? wanted : trim(wanted, owners, budget(limits, workspaces));
  }

  private static List<Placement> trim(
      List<Placement> wanted, Map<UUID, Owner> owners, VcpuBudget budget) {
    List<Placement> allowed = new ArrayList<>();
    for (Placement placement : wanted) {
      Owner owner = owners.get(placement.job().batchId());
      if (owner != null && budget.allows(owner.project, owner.workspace, owner.vcpus)) {
        budget.take(owner.project, owner.workspace, owner.vcpus);
        allowed.add(placement);
      }
    }
    return allowed;
  }

  private VcpuBudget budget(VcpuLimits limits, List<String> workspaces) {
    String[] names = workspaces.toArray(String[]::new);
    jdbc.sql(LOCK).param("workspaces", names).query(Integer.class).list();
    return new VcpuBudget(limits, VcpuUseRows.read(jdbc.sql(IN_USE).param("workspaces", names)));
  }

  private Map<UUID, Owner> owners(List<Placement> wanted) {
    String[] ids =
        wanted.stream().map(p -> p.job().batchId().toString()).distinct().toArray(String[]::new);
    Map<UUID, Owner> owners = new HashMap<>();
    jdbc.sql(BATCHES)
        .param("ids", ids)
        .query(row -> {
          owners.put(
              row.getObject("id", UUID.class),
              new Owner(
                  row.getObject("project_id", UUID.class),
                  row.getString("workspace_id"),
                  row.getInt("vcpus")));
        });
    return owners;
  }
}
