package org.openhtc.job.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openhtc.job.queue.WaitingBatch.WaitingRetry;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the queue, and what placed jobs use. */
@Repository
class JobQueueStore {
  private static final String OF_CLASS =
      """
      b.is_open and :region = any(b.regions)
        and b.project_id = k.project_id and b.priority = k.priority
        and b.architecture = k.architecture and b.vcpus = k.vcpus
        and b.memory_mib = k.memory_mib and b.disk_gib = k.disk_gib
      """;

  /** Whether the region of a {@link ResponsibleRegion} is responsible for a batch. */
  static final String RESPONSIBLE =
      """
      (:region = any(regions)
       and :region = coalesce((select first from unnest(:order::text[]) with ordinality o (first, n)
                               where first = any(regions) order by n limit 1), regions[1]))
      """;

  /**
   * The classes of waiting jobs. Each step finds the next class in the index: a loose index scan.
   */
  private static final String CLASSES =
      """
      with recursive every_class as (
        (select project_id, workspace_id, priority, architecture, vcpus, memory_mib, disk_gib
         from job_batch
         where is_open
         order by project_id, priority, architecture, vcpus, memory_mib, disk_gib
         limit 1)
        union all
        select next.* from every_class k cross join lateral (
          select project_id, workspace_id, priority, architecture, vcpus, memory_mib, disk_gib
          from job_batch
          where is_open
            and (project_id, priority, architecture, vcpus, memory_mib, disk_gib)
                > (k.project_id, k.priority, k.architecture, k.vcpus, k.memory_mib, k.disk_gib)
          order by project_id, priority, architecture, vcpus, memory_mib, disk_gib
          limit 1
        ) next
      ), class as (
        select k.* from every_class k
        where exists (select from job_batch b where %s)
      )
      """
          .formatted(OF_CLASS);

  private static final String WAITING =
      CLASSES
          + """
          select b.id, b.seq, b.project_id, b.workspace_id, b.priority, b.architecture, b.vcpus,
                 b.memory_mib, b.disk_gib, greatest(b.submitted_at, b.last_placed_at) as waiting_since,
                 b.next_index, b.tail, w.indexes, w.attempts
          from class k
          cross join lateral (
            select b.*, case when b.tail_status in ('RUNNABLE', 'SUBMITTED_TO_RESCALE')
                             then b.tail_size else 0 end as tail
            from job_batch b
            where %s
              and (b.waiting > 0 or b.tail_status in ('RUNNABLE', 'SUBMITTED_TO_RESCALE'))
            order by b.seq limit :room
          ) b
          left join lateral (
            select array_agg(j.index order by j.index) as indexes,
                   array_agg(j.attempt order by j.index) as attempts
            from (
              select index, attempt from job
              where batch_id = b.id and status = 'RUNNABLE' and b.waiting > 0
              order by index limit :room
            ) j
          ) w on true
          order by b.priority desc, b.seq
          """
              .formatted(OF_CLASS);

  /** Few probes of small indexes, however many jobs wait: read at every pass of the scheduler. */
  private static final String OVERVIEW =
      """
      with recursive lists as (
        (select regions from job_batch where is_open order by regions limit 1)
        union all
        select next.* from lists cross join lateral (
          select regions from job_batch
          where is_open and regions > lists.regions order by regions limit 1
        ) next
      )
      select (select case when is_called then last_value else 0 end from job_batch_seq_seq) as last,
             exists (select from job_batch
                     where is_open and tail_status = 'SUBMITTED_TO_RESCALE' and next_index < size)
               as has_held_tails,
             array(select distinct unnest(regions) from lists) as regions
      """;

  private static final String HOST_USE =
      """
      select j.host, count(*) as jobs, sum(b.vcpus) as vcpus, sum(b.memory_mib) as memory_mib,
             sum(b.disk_gib) as disk_gib
      from job j join job_batch b on b.id = j.batch_id
      where j.status in ('STARTING', 'RUNNING')
      group by j.host
      """;

  private static final String VCPUS_IN_USE =
      """
      select project_id, workspace_id, sum(vcpus::bigint * (starting + running)) as vcpus
      from job_batch where is_live and starting + running > 0
      group by project_id, workspace_id
      """;

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
      where is_live and starting + running > 0 and workspace_id = any(:workspaces::text[])
      group by project_id, workspace_id
      """;

  private final JdbcClient jdbc;

  JobQueueStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  QueueOverview overview() {
    return jdbc.sql(OVERVIEW)
        .query((row, n) ->
            new QueueOverview(row.getLong("last"), row.getBoolean("has_held_tails"), regions(row)))
        .single();
  }

  private static Set<RegionName> regions(ResultSet row) throws SQLException {
    String[] names = (String[]) row.getArray("regions").getArray();
    return Arrays.stream(names)
        .map(RegionName::valueOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  List<WaitingBatch> waiting(RegionName region, int room) {
    return jdbc.sql(WAITING)
        .param("region", region.name())
        .param("room", room)
        .query((row, n) -> waiting(row))
        .list();
  }

  List<WaitingClass> waitingClasses(RegionName region) {
    return jdbc.sql(CLASSES + "select * from class")
        .param("region", region.name())
        .query((row, n) ->
            new WaitingClass(
                row.getObject("project_id", UUID.class),
                row.getString("workspace_id"),
                JobPriority.valueOf(row.getString("priority")),
                demand(row)))
        .list();
  }

  List<HostUse> hostUse() {
    return jdbc.sql(HOST_USE)
        .query((row, n) ->
            new HostUse(
                row.getString("host"),
                row.getInt("jobs"),
                row.getLong("vcpus"),
                row.getLong("memory_mib"),
                row.getLong("disk_gib")))
        .list();
  }

  VcpuUse vcpusInUse() {
    return VcpuUseRows.read(jdbc.sql(VCPUS_IN_USE));
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

  private static WaitingBatch waiting(ResultSet row) throws SQLException {
    return new WaitingBatch(
        row.getObject("id", UUID.class),
        row.getLong("seq"),
        row.getObject("project_id", UUID.class),
        row.getString("workspace_id"),
        JobPriority.valueOf(row.getString("priority")),
        demand(row),
        SqlTime.required(row, "waiting_since"),
        row.getInt("next_index"),
        row.getInt("tail"),
        retries(row));
  }

  private static List<WaitingRetry> retries(ResultSet row) throws SQLException {
    if (row.getArray("indexes") == null) {
      return List.of();
    }
    Integer[] indexes = (Integer[]) row.getArray("indexes").getArray();
    Integer[] attempts = (Integer[]) row.getArray("attempts").getArray();
    return IntStream.range(0, indexes.length)
        .mapToObj(i -> new WaitingRetry(indexes[i], attempts[i]))
        .toList();
  }

  private static Demand demand(ResultSet row) throws SQLException {
    return new Demand(
        Architecture.valueOf(row.getString("architecture")),
        row.getInt("vcpus"),
        row.getInt("memory_mib"),
        row.getInt("disk_gib"));
  }
}
