package org.openhtc.job.queue;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what a vCPU limit is compared with, inside the transaction that relies on it. */
@Repository
class VcpuUseStore {
  private static final String OWNERS =
      """
      select id, project_id, workspace_id, vcpus from job_batch where id = any(:ids::uuid[])
      """;

  private static final String LOCK_VCPUS =
      """
      select 1 from (select pg_advisory_xact_lock(hashtextextended('vcpus of ' || w, 0))
                     from unnest(:workspaces::text[]) as w) locked
      """;

  private static final String VCPUS_IN_USE_BY =
      """
      select project_id, workspace_id, sum(vcpus::bigint * (starting + running)) as vcpus
      from job_batch
      where is_on_hosts and workspace_id = any(:workspaces::text[])
      group by project_id, workspace_id
      """;

  private final JdbcClient jdbc;

  VcpuUseStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Owners of the batches that exist. */
  Map<UUID, BatchOwner> owners(Collection<UUID> batches) {
    Map<UUID, BatchOwner> owners = new HashMap<>();
    jdbc.sql(OWNERS)
        .param("ids", SqlArrays.uuids(batches))
        .query(row -> {
          owners.put(
              row.getObject("id", UUID.class),
              new BatchOwner(
                  row.getObject("project_id", UUID.class),
                  row.getString("workspace_id"),
                  row.getInt("vcpus")));
        });
    return owners;
  }

  /** Locks the vCPUs of the workspaces, one after another, until the transaction ends. */
  void lockVcpus(List<String> workspaces) {
    jdbc.sql(LOCK_VCPUS)
        .param("workspaces", SqlArrays.texts(workspaces))
        .query(Integer.class)
        .list();
  }

  VcpuUse vcpusInUse(List<String> workspaces) {
    return VcpuUseRows.read(
        jdbc.sql(VCPUS_IN_USE_BY).param("workspaces", SqlArrays.texts(workspaces)));
  }
}
