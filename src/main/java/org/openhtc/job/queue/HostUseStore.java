package org.openhtc.job.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.openhtc.sql.SqlArrays;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Sums up the jobs on hosts. The batches of these jobs are live; without that condition the
 * database may read the ended ones, too.
 */
@Repository
class HostUseStore implements HostUseReader {
  private static final String USE =
      """
      select j.host, b.project_id, b.workspace_id, count(*) as jobs, sum(b.vcpus) as vcpus,
             sum(coalesce(j.memory_mib, b.memory_mib)) as memory_mib
      from job j join job_batch b on b.id = j.batch_id and b.is_live
      where j.status in ('STARTING', 'RUNNING') %s
      group by j.host, b.project_id, b.workspace_id
      """;

  private static final String OF_ALL = USE.formatted("");

  private static final String OF_SOME = USE.formatted("and j.host = any(:hosts::text[])");

  private final JdbcClient jdbc;

  HostUseStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<HostUse> all() {
    return jdbc.sql(OF_ALL).query((row, n) -> use(row)).list();
  }

  @Override
  public List<HostUse> of(Collection<String> hosts) {
    return jdbc.sql(OF_SOME)
        .param("hosts", SqlArrays.texts(hosts))
        .query((row, n) -> use(row))
        .list();
  }

  private static HostUse use(ResultSet row) throws SQLException {
    return new HostUse(
        row.getString("host"),
        row.getObject("project_id", UUID.class),
        row.getString("workspace_id"),
        row.getInt("jobs"),
        row.getLong("vcpus"),
        row.getLong("memory_mib"));
  }
}
