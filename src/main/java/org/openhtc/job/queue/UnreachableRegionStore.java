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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/** Fails waiting jobs whose regions have all been unreachable for too long. */
@Repository
class UnreachableRegionStore {
  /** The scheduler of each region of a batch finds the batch; the first one fails its jobs. */
  private static final String LOCK =
      """
      select id, regions from job_batch
      where is_open and :region = any(regions) and regions <@ :down::text[]
      order by id for update
      """;

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
    return transaction.execute(status -> {
      Map<UUID, ProviderDown> batches = lock(region, down, grace);
      rows.apply(waitingForRetry(batches), now);
      return tails.fail(batches, now);
    });
  }

  private Map<UUID, ProviderDown> lock(
      RegionName region, Collection<RegionName> down, Duration grace) {
    Map<UUID, ProviderDown> batches = new LinkedHashMap<>();
    jdbc.sql(LOCK)
        .param("region", region.name())
        .param("down", SqlArrays.names(down))
        .query(row -> {
          batches.put(row.getObject("id", UUID.class), cause(row, grace));
        });
    return batches;
  }

  private static ProviderDown cause(ResultSet row, Duration grace) throws SQLException {
    String[] regions = (String[]) row.getArray("regions").getArray();
    return new ProviderDown(
        regions.length == 1 ? FailureCode.PROVIDER_REGION_DOWN : FailureCode.PROVIDER_DOWN,
        "No host of region %s was reachable for %s".formatted(String.join(" or ", regions), grace));
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
