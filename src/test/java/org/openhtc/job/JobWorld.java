package org.openhtc.job;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.openhtc.job.cancellation.Cancellation;
import org.openhtc.job.cancellation.JobCancellationStore;
import org.openhtc.job.cancellation.TaskCancellationStore;
import org.openhtc.job.lifecycle.JobChangeWriter;
import org.openhtc.job.lifecycle.JobRowStore;
import org.openhtc.job.lifecycle.TailEventWriter;
import org.openhtc.job.lifecycle.TailStore;
import org.openhtc.job.query.JobFilter;
import org.openhtc.job.query.JobHistoryQueries;
import org.openhtc.job.query.JobQueries;
import org.openhtc.job.query.JobRow;
import org.openhtc.job.queue.AdmissionStore;
import org.openhtc.job.queue.JobQueueStore;
import org.openhtc.job.queue.PlacementStore;
import org.openhtc.job.queue.ResponsibleRegion;
import org.openhtc.job.queue.UnreachableRegionStore;
import org.openhtc.job.queue.VcpuLimitGuard;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.job.statistics.JobStatisticsQueries;
import org.openhtc.job.submission.BatchRequest;
import org.openhtc.job.submission.JobBatchStore;
import org.openhtc.job.submission.JobSubmissionRules;
import org.openhtc.job.submission.SubmittedBatch;
import org.openhtc.job.watch.EventWatermark;
import org.openhtc.job.watch.TaskEventStore;
import org.openhtc.region.Architecture;
import org.openhtc.region.RegionName;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stores of this module on a database of their own, where nobody else places or runs jobs: a
 * test alone decides what happens, in which order.
 */
public final class JobWorld implements AutoCloseable {
  static final RegionName REGION = RegionName.AWS_US_WEST_2;
  private static final String HOST = "h1";
  private static final UUID PROJECT = new UUID(0, 1);

  public final UUID task = UUID.randomUUID();
  final JdbcClient jdbc;
  final JobQueueStore queue;
  final AdmissionStore admission;
  final PlacementStore placements;
  final UnreachableRegionStore downRegions;
  final JobRowStore transitions;
  public final Cancellation cancellation;
  final JobQueries queries;
  final JobStatisticsQueries statistics;
  public final JobHistoryQueries history;
  public final TransactionTemplate transaction;
  public final EventWatermark horizon;
  public final TaskEventStore feed;
  private final DataSource database;
  private final JobBatchStore batches;
  private VcpuLimits limits = VcpuLimits.NONE;

  private JobWorld(DataSource database) {
    this.database = database;
    Clock clock = Clock.systemUTC();
    ApplicationEventPublisher nobody = event -> {};
    transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
    JobJson json = new JobJson(JsonMapper.shared());
    jdbc = JdbcClient.create(database);
    TailEventWriter tailHistory = new TailEventWriter(jdbc);
    TailStore tails = new TailStore(jdbc, tailHistory);
    queue = new JobQueueStore(jdbc);
    admission = new AdmissionStore(jdbc, transaction);
    transitions = new JobRowStore(jdbc, transaction, new JobChangeWriter(jdbc), nobody);
    placements =
        new PlacementStore(jdbc, transaction, transitions, tails, new VcpuLimitGuard(jdbc), nobody);
    downRegions = new UnreachableRegionStore(jdbc, transaction, transitions, tails);
    queries = new JobQueries(jdbc, json);
    cancellation =
        new Cancellation(
            new TaskCancellationStore(jdbc, transitions, tailHistory),
            new JobCancellationStore(jdbc, queries, transitions, tails),
            transaction,
            nobody,
            clock);
    statistics = new JobStatisticsQueries(jdbc);
    history = new JobHistoryQueries(jdbc);
    batches = new JobBatchStore(new NamedParameterJdbcTemplate(database), json, tailHistory);
    horizon = new EventWatermark(jdbc);
    feed = new TaskEventStore(jdbc);
  }

  /** A database beside the service's own, made anew, and one connection to it. */
  static JobWorld beside(DataSource service, String name) {
    return new JobWorld(new SingleConnectionDataSource(connection(fresh(service, name)), true));
  }

  private static DataSource fresh(DataSource service, String name) {
    JdbcClient own = JdbcClient.create(service);
    own.sql("drop database if exists " + name + " with (force)").update();
    own.sql("create database " + name).update();
    String port = own.sql("select current_setting('port')").query(String.class).single();
    var fresh =
        new DriverManagerDataSource(
            "jdbc:postgresql://localhost:%s/%s".formatted(port, name), "postgres", "postgres");
    Flyway.configure().dataSource(fresh).locations("classpath:db/migration").load().migrate();
    return fresh;
  }

  private static java.sql.Connection connection(DataSource database) {
    try {
      return database.getConnection();
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As {@link #beside}, for several threads at once. */
  public static JobWorld crowded(DataSource service, String name) {
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(fresh(service, name));
    pool.setMaximumPoolSize(12);
    return new JobWorld(new HikariDataSource(pool));
  }

  @Override
  public void close() {
    if (database instanceof HikariDataSource pool) {
      pool.close();
    }
  }

  /** Forgets every job. */
  public void clear() {
    limits = VcpuLimits.NONE;
    jdbc.sql("truncate job_batch cascade").update();
  }

  public UUID submit(int size, int retries) {
    return submit(size, retries, List.of(REGION));
  }

  public UUID submit(int size, int retries, List<RegionName> regions) {
    UUID id = UUID.randomUUID();
    transaction.executeWithoutResult(
        status -> batches.insert(List.of(batch(id, size, retries, regions)), Instant.now()));
    return id;
  }

  void limit(int vcpus) {
    limits = new VcpuLimits(Map.of(PROJECT, vcpus), Map.of());
  }

  void liftLimit() {
    limits = VcpuLimits.NONE;
  }

  /** Most vCPUs that may be in use; more than any test has when nothing is limited. */
  int limit() {
    return limits.byProject().getOrDefault(PROJECT, Integer.MAX_VALUE);
  }

  public void admit() {
    admission.admit(
        new ResponsibleRegion(REGION, List.of()), limits, queue.lastSubmission(), Instant.now());
  }

  /** What the scheduler would plan for so many places: retries first, then the tails in order. */
  public List<Placement> plan(int room) {
    return queue.waiting(REGION, room).stream().flatMap(JobWorld::placements).limit(room).toList();
  }

  private static Stream<Placement> placements(WaitingBatch batch) {
    Stream<Placement> retries =
        batch.retries().stream()
            .map(r -> new Placement(new JobId(batch.id(), r.index()), r.attempt(), HOST));
    Stream<Placement> tail =
        Stream.iterate(batch.nextIndex(), index -> index + 1)
            .limit(batch.tail())
            .map(index -> new Placement(new JobId(batch.id(), index), 0, HOST));
    return Stream.concat(retries, tail);
  }

  public int place(List<Placement> plan) {
    return placements.place(REGION, plan, limits, () -> true, Instant.now());
  }

  public boolean report(JobRow job, JobEvent event) {
    return transitions
        .record(List.of(new JobReport(job.id(), job.attempt(), Instant.now(), event)))
        .getFirst();
  }

  public List<JobRow> jobs() {
    return queries.list(new JobFilter(task, null, null, List.of()), null, 10_000);
  }

  JobRow job(UUID batch, int index) {
    return queries.one(task, new JobId(batch, index)).orElseThrow();
  }

  private SubmittedBatch batch(UUID id, int size, int retries, List<RegionName> regions) {
    JobDefinition definition =
        JobSubmissionRules.check(List.of(request(size, retries)), List.of(REGION))
            .getFirst()
            .definition();
    return new SubmittedBatch(
        null,
        task,
        PROJECT,
        id,
        "somebody",
        "w",
        null,
        size,
        regions,
        Instant.now(),
        definition,
        null,
        List.of(),
        Map.of("maxRetries", retries),
        "d",
        REGION.cloudProvider());
  }

  private static BatchRequest request(int size, int retries) {
    return new BatchRequest(
        null,
        size,
        null,
        null,
        new BatchRequest.Definition(
            "busybox",
            1,
            64,
            1,
            null,
            null,
            List.of("true"),
            null,
            null,
            60,
            Architecture.X86,
            null,
            null),
        null,
        new BatchRequest.Retry(retries),
        null);
  }
}
