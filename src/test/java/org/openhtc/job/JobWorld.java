package org.openhtc.job;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.bulk.TestBulkChanges;
import org.openhtc.job.cancellation.TestCancellation;
import org.openhtc.job.lifecycle.JobRowStore;
import org.openhtc.job.lifecycle.ReportOutcome;
import org.openhtc.job.query.JobHistoryEntry;
import org.openhtc.job.query.JobRow;
import org.openhtc.job.query.TestQueries;
import org.openhtc.job.queue.JobQueue;
import org.openhtc.job.queue.ResponsibleRegion;
import org.openhtc.job.queue.VcpuLimits;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.job.queue.WaitingClass;
import org.openhtc.job.submission.TestBatches;
import org.openhtc.region.RegionName;
import org.openhtc.scheduling.TestAdmission;
import org.openhtc.testing.TestDatabase;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionDefaults;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The beans of this module on a separate database, in which no scheduler and no agent runs: the
 * test alone decides what happens, and in which order.
 */
public final class JobWorld implements AutoCloseable {
  public static final RegionName REGION = RegionName.AWS_US_WEST_2;
  private static final String HOST = "h1";
  private static final UUID PROJECT = new UUID(0, 1);

  public final UUID task = UUID.randomUUID();
  public final JdbcClient jdbc;
  public final TransactionTemplate transaction;
  private final GenericApplicationContext context;
  private final TestBatches batches;
  private final TestQueries queries;
  private final TestCancellation cancellation;
  private final TestBulkChanges bulk;
  private final List<Object> published = new CopyOnWriteArrayList<>();
  private VcpuLimits limits = VcpuLimits.NONE;

  private JobWorld(DataSource database) {
    context = context(database);
    context.addApplicationListener((PayloadApplicationEvent<?> e) -> published.add(e.getPayload()));
    jdbc = bean(JdbcClient.class);
    transaction = bean(TransactionTemplate.class);
    batches = new TestBatches(context);
    queries = new TestQueries(context);
    cancellation = new TestCancellation(context);
    bulk = new TestBulkChanges(context);
  }

  /** Creates only those beans that a test requests: most of the others need other modules. */
  private static GenericApplicationContext context(DataSource database) {
    GenericApplicationContext context = new GenericApplicationContext();
    context.registerBean(DataSource.class, () -> database);
    context.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
    context.registerBean(
        NamedParameterJdbcTemplate.class, () -> new NamedParameterJdbcTemplate(database));
    context.registerBean(
        TransactionTemplate.class,
        () -> new TransactionTemplate(new DataSourceTransactionManager(database)));
    context.registerBean(JsonMapper.class, JsonMapper::shared);
    context.registerBean(Clock.class, Clock::systemUTC);
    context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
    ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(context);
    scanner.setIncludeAnnotationConfig(false);
    scanner.addExcludeFilter(new AssignableTypeFilter(SmartLifecycle.class));
    BeanDefinitionDefaults defaults = scanner.getBeanDefinitionDefaults();
    defaults.setLazyInit(true);
    defaults.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
    scanner.scan("org.openhtc.job");
    context.refresh();
    return context;
  }

  /** On a new database of the service's server, with one connection. */
  public static JobWorld withOneConnection(DataSource service, String name) {
    return new JobWorld(
        new SingleConnectionDataSource(connection(newDatabase(service, name)), true));
  }

  /** On a new database of the service's server, for several threads. */
  public static JobWorld withManyConnections(DataSource service, String name) {
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(newDatabase(service, name));
    pool.setMaximumPoolSize(12);
    return new JobWorld(new HikariDataSource(pool));
  }

  private static DataSource newDatabase(DataSource service, String name) {
    DataSource database = TestDatabase.create(service, name);
    Flyway.configure().dataSource(database).locations("classpath:db/migration").load().migrate();
    return database;
  }

  private static Connection connection(DataSource database) {
    try {
      return database.getConnection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Closes the connections, too. */
  @Override
  public void close() {
    context.close();
  }

  /** The beans, to make helpers of other packages. */
  public GenericApplicationContext context() {
    return context;
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** The messages of that type that were published in this process since the last clearing. */
  public <T> List<T> published(Class<T> type) {
    return published.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Forgets what was published. */
  public void clearPublished() {
    published.clear();
  }

  /** Removes all jobs, limits and messages. */
  public void clear() {
    clearPublished();
    limits = VcpuLimits.NONE;
    jdbc.sql("truncate job_batch, job_receipt cascade").update();
  }

  public UUID submit(int size, int retries) {
    return submit(size, retries, List.of(REGION));
  }

  public UUID submit(int size, int retries, List<RegionName> regions) {
    UUID id = UUID.randomUUID();
    transaction.executeWithoutResult(
        status -> batches.insert(id, PROJECT, task, size, retries, regions));
    return id;
  }

  public void limit(int vcpus) {
    limits = new VcpuLimits(Map.of(PROJECT, vcpus), Map.of());
  }

  public void liftLimit() {
    limits = VcpuLimits.NONE;
  }

  /** The maximum number of vCPUs in use; more than any test has if there is no limit. */
  public int limit() {
    return limits.byProject().getOrDefault(PROJECT, Integer.MAX_VALUE);
  }

  public void admit() {
    TestAdmission.admit(bean(JobQueue.class), new ResponsibleRegion(REGION, List.of()), limits);
  }

  /** What the scheduler would plan for {@code room} jobs: retries first, then tails in order. */
  public List<Placement> plan(int room) {
    return batches(room).stream().flatMap(JobWorld::placements).limit(room).toList();
  }

  private List<WaitingBatch> batches(int room) {
    JobQueue queue = bean(JobQueue.class);
    Map<WaitingClass, Integer> depths =
        queue.overview().in(REGION).stream()
            .collect(Collectors.toMap(Function.identity(), waiting -> room));
    return queue.waiting(depths, room).values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingLong(WaitingBatch::seq))
        .toList();
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
    return bean(JobQueue.class).place(REGION, plan, limits, () -> true);
  }

  /** The number of jobs that the queue returns. */
  public int waiting() {
    return batches(100).stream().mapToInt(WaitingBatch::waiting).sum();
  }

  public int failWaiting(Set<RegionName> down) {
    return bean(JobQueue.class).failWaiting(REGION, down, Duration.ofHours(1));
  }

  /** Writes why the jobs that wait in the region wait. */
  public void explain(String reason) {
    JobQueue queue = bean(JobQueue.class);
    queue.replaceReasons(
        REGION,
        queue.overview().in(REGION).stream()
            .collect(Collectors.toMap(Function.identity(), waiting -> reason)));
  }

  /** Fails what waits in the region now, as if no host suited it. */
  public int failUnsuited(Duration grace) {
    JobQueue queue = bean(JobQueue.class);
    return queue.failUnsuited(queue.overview().in(REGION), grace);
  }

  public boolean report(JobRow job, JobEvent event) {
    return bean(JobRowStore.class)
            .record(List.of(new JobReport(job.id(), job.attempt(), Instant.now(), event)))
            .getFirst()
        == ReportOutcome.CHANGED;
  }

  public void cancel(JobId job) {
    cancellation.cancel(task, job);
  }

  public void cancelAll() {
    bulk.cancel(task);
  }

  /** Lets all failed jobs run again; returns how many there were. */
  public long retryAll() {
    return bulk.retry(task);
  }

  public void retrySucceeded() {
    bulk.retrySucceeded(task);
  }

  public List<JobRow> jobs() {
    return queries.list(task, null);
  }

  public List<JobRow> jobs(@Nullable JobStatus status) {
    return queries.list(task, status);
  }

  public JobRow job(UUID batch, int index) {
    return queries.one(task, new JobId(batch, index));
  }

  public List<JobHistoryEntry> history(JobRow job) {
    return queries.history(job);
  }
}
