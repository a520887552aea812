package org.openhtc.job.statistics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.job.JobStatus;
import org.openhtc.region.RegionName;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The counts that module {@code metrics} reports: sums over live batches, and over an index of
 * ended ones.
 */
@Repository
public class JobMetricsQueries {
  private static final String OF_PROJECTS =
      """
      with live as (
        select project_id, count(*) as batches,
               sum(vcpus::bigint * (starting + running)) as vcpus,\
      """
          + JobStatisticsQueries.COUNTS
          + """
            from job_batch where workspace_id = :workspace and is_live
            group by project_id
          ), ended as (
            select project_id, count(*) as batches, sum(succeeded_in_the_end) as succeeded,
                   sum(size - succeeded_in_the_end) as failed
            from job_batch where workspace_id = :workspace and ended_at is not null
            group by project_id
          )
          select p.id, p.name, l.submitted_to_rescale, l.submitted_to_provider, l.runnable,
                 l.starting, l.running, coalesce(l.succeeded, 0) + coalesce(e.succeeded, 0) as succeeded,
                 coalesce(l.failed, 0) + coalesce(e.failed, 0) as failed,
                 l.batches as live_batches, e.batches as ended_batches, l.vcpus
          from project p
          left join live l on l.project_id = p.id
          left join ended e on e.project_id = p.id
          where p.workspace_id = :workspace
          order by p.id
          """;

  private static final String ON_HOSTS =
      """
      select j.region, j.status, count(*) as jobs
      from job_batch b join job j on j.batch_id = b.id
      where b.workspace_id = :workspace and b.is_live and j.status in ('STARTING', 'RUNNING')
      group by j.region, j.status
      """;

  private static final String LIVE =
      "select " + JobStatisticsQueries.COUNTS + " from job_batch where is_live";

  private final JdbcClient jdbc;

  JobMetricsQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Every project of the workspace, oldest first. */
  public List<ProjectFigures> ofProjects(String workspaceId) {
    return jdbc.sql(OF_PROJECTS)
        .param("workspace", workspaceId)
        .query((row, n) -> project(row))
        .list();
  }

  /** The workspace's jobs on hosts; regions without jobs are left out. */
  public List<RegionFigure> onHosts(String workspaceId) {
    return jdbc.sql(ON_HOSTS)
        .param("workspace", workspaceId)
        .query((row, n) ->
            new RegionFigure(
                RegionName.valueOf(row.getString("region")),
                JobStatus.valueOf(row.getString("status")),
                row.getLong("jobs")))
        .list();
  }

  /** The number of jobs of the whole installation that have not ended, by status. */
  public Map<JobStatus, Long> live() {
    Map<JobStatus, Long> counts =
        jdbc.sql(LIVE).query((row, n) -> JobStatisticsQueries.counts(row)).single();
    counts.keySet().removeIf(JobStatus::isTerminal);
    return counts;
  }

  /** A project without live or ended batches has nulls, which {@code getLong} returns as 0. */
  private static ProjectFigures project(ResultSet row) throws SQLException {
    return new ProjectFigures(
        row.getObject("id", UUID.class),
        row.getString("name"),
        JobStatisticsQueries.counts(row),
        row.getLong("live_batches"),
        row.getLong("ended_batches"),
        row.getLong("vcpus"));
  }
}
