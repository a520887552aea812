package org.openhtc.job.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.openhtc.job.FailureCode;
import org.openhtc.job.JobEvent.ProviderDown;
import org.openhtc.job.JobId;
import org.openhtc.job.lifecycle.JobRowStore;
import org.openhtc.job.lifecycle.TailWriter;
import org.openhtc.region.RegionName;
import org.openhtc.sql.SqlArrays;
import org.openhtc.sql.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** Fails waiting jobs for which no region has had a reachable or suitable host for too long. */
@Repository
class UnreachableRegionStore {
  /** Limits of one transaction; later ones fail the other batches. */
  private static final int BATCHES = 1000;

  private static final int WAITING_JOBS = 10_000;

  /** The scheduler of each region of a batch finds the batch; the first one fails its jobs. */
  private static final String LOCK =
      """
      select id, regions from job_batch
      where is_open and id in (
        select id from (
          select id, sum(waiting) over (order by priority desc, seq) - waiting as before
          from (
            select id, priority, seq, waiting from job_batch
            where is_open and :region = any(regions) and regions <@ :down::text[]
            order by priority desc, seq limit :batches
          ) first
        ) counted
        where before < :jobs)
      order by id for update
      """;

  /** Leaves out batches that have not waited for the grace time yet. */
  private static final String LOCK_CLASSES =
      """
      select id, regions, architecture, vcpus, memory_mib, disk_gib from job_batch
      where is_open and greatest(submitted_at, last_placed_at) <= :before and id in (
        select id from (
          select id, sum(waiting) over (order by id) - waiting as before
          from (
            select b.id, b.waiting
            from %s
            join job_batch b
              on b.is_open and b.project_id = k.project_id and b.priority = k.priority
             and b.architecture = k.architecture and b.vcpus = k.vcpus
             and b.memory_mib = k.memory_mib and b.disk_gib = k.disk_gib
             and b.regions = k.region_list::text[]
            where greatest(b.submitted_at, b.last_placed_at) <= :before
            order by b.id limit :batches
          ) first
        ) counted
        where before < :jobs)
      order by id for update
      """
          .formatted(WaitingRows.CLASSES);

  private static final String WAITING_FOR_RETRY =
      "select batch_id, index from job where batch_id = any(:ids::uuid[]) and status = 'RUNNABLE'";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JobRowStore rows;
  private final TailWriter tails;

  UnreachableRegionStore(
      JdbcClient jdbc, TransactionTemplate transaction, JobRowStore rows, TailWriter tails) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.rows = rows;
    this.tails = tails;
  }

  /**
   * @param down the unreachable regions, including {@code region}
   * @param grace how long they were unreachable
   * @return how many tails failed
   */
  int failWaiting(RegionName region, Collection<RegionName> down, Duration grace, Instant now) {
    return transaction.execute(status -> fail(lock(region, down, grace), now));
  }

  /** See {@link JobQueue#failUnsuited}. */
  int failUnsuited(Collection<WaitingClass> classes, Duration grace, Instant now) {
    return transaction.execute(status -> fail(lock(classes, grace, now), now));
  }

  private int fail(Map<UUID, ProviderDown> batches, Instant now) {
    rows.apply(waitingForRetry(batches), now);
    return tails.fail(batches, now);
  }

  private Map<UUID, ProviderDown> lock(
      RegionName region, Collection<RegionName> down, Duration grace) {
    Map<UUID, ProviderDown> batches = new LinkedHashMap<>();
    jdbc.sql(LOCK)
        .param("region", region.name())
        .param("down", SqlArrays.names(down))
        .param("batches", BATCHES)
        .param("jobs", WAITING_JOBS)
        .query(row -> {
          batches.put(row.getObject("id", UUID.class), cause(row, "was reachable for " + grace));
        });
    return batches;
  }

  private Map<UUID, ProviderDown> lock(
      Collection<WaitingClass> classes, Duration grace, Instant now) {
    Map<UUID, ProviderDown> batches = new LinkedHashMap<>();
    WaitingRows.bind(jdbc.sql(LOCK_CLASSES), classes)
        .param("before", SqlTime.of(now.minus(grace)))
        .param("batches", BATCHES)
        .param("jobs", WAITING_JOBS)
        .query(row -> {
          batches.put(row.getObject("id", UUID.class), unsuited(row, grace));
        });
    return batches;
  }

  private static ProviderDown unsuited(ResultSet row, Duration grace) throws SQLException {
    Demand demand = WaitingRows.demand(row);
    return cause(
        row,
        "with %s, %d vCPUs and %d MiB of memory was reachable for %s"
            .formatted(demand.architecture(), demand.vcpus(), demand.memoryMib(), grace));
  }

  /**
   * @param lack the end of a sentence that begins with "No host of region X"
   */
  private static ProviderDown cause(ResultSet row, String lack) throws SQLException {
    String[] regions = (String[]) row.getArray("regions").getArray();
    return new ProviderDown(
        regions.length == 1 ? FailureCode.PROVIDER_REGION_DOWN : FailureCode.PROVIDER_DOWN,
        "No host of region %s %s".formatted(String.join(" or ", regions), lack));
  }

  private Map<JobId, ProviderDown> waitingForRetry(Map<UUID, ProviderDown> batches) {
    Map<JobId, ProviderDown> jobs = new HashMap<>();
    jdbc.sql(WAITING_FOR_RETRY)
        .param("ids", SqlArrays.uuids(batches.keySet()))
        .query(row -> {
          UUID batch = row.getObject("batch_id", UUID.class);
          jobs.put(
              new JobId(batch, row.getInt("index")), Objects.requireNonNull(batches.get(batch)));
        });
    return jobs;
  }
}
