package org.openhtc.chaos;

import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.openhtc.chaos.check.Account;
import org.openhtc.chaos.check.JobRecord;
import org.openhtc.chaos.check.Leftovers;
import org.openhtc.chaos.check.LogLoss;
import org.openhtc.chaos.check.LogRecord;
import org.openhtc.chaos.check.Observation;
import org.openhtc.replicas.Replica;
import org.openhtc.simulation.ContainerRun;
import org.openhtc.testing.TestTask;
import tools.jackson.databind.JsonNode;

/** Waits until all jobs have ended and are cleaned up, and collects everything about them. */
final class Collector {
  private static final Duration END_OF_JOBS = Duration.ofMinutes(10);
  private static final Duration CLEANUP = Duration.ofSeconds(60);

  /** The limit of a call that sets up a host's firewall, and the time until the next list. */
  private static final Duration END_OF_PREPARATION = Duration.ofSeconds(120 + 10);

  private static final List<String> PREPARATION =
      List.of("openhtc-firewall-", "openhtc-disk-probe-");

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int MOST_TOKENS = 100;

  /** A replica that was just started responds slowly. */
  private static final int READERS = 8;

  /** The most that the service sends: it reads a stored log from its beginning for each page. */
  private static final int LINES_PER_PAGE = 10_000;

  private static final String LOGS =
      """
      select l.batch_id || ':' || l.index as job, l.attempt
      from job_log l join job_batch b on b.id = l.batch_id where b.task_id = :task
      """;

  private final ChaosCluster cluster;
  private final ChaosClient client;
  private final Workload workload;
  private final TestTask task;
  private final PartTimes times;

  Collector(ChaosCluster cluster, ChaosClient client, Workload workload, PartTimes times) {
    this.cluster = cluster;
    this.client = client;
    this.workload = workload;
    this.task = workload.task();
    this.times = times;
  }

  /**
   * The jobs are read while the last replicas start. Containers, counters and what is left over are
   * read when all replicas work: one that starts must not change them.
   *
   * @param failedCalls whether engines were made to fail calls for logs
   * @param awaitReplicas returns when all replicas are ready
   */
  Observation collect(boolean failedCalls, Runnable awaitReplicas) {
    int submitted = workload.jobs();
    awaitWithin(END_OF_JOBS, () -> openReceipts() == 0 && ended() >= submitted);
    times.ended("end of jobs");
    awaitWithin(CLEANUP, this::isCleanedUp);
    times.ended("cleanup");
    List<JobRecord> jobs = jobs();
    times.ended("reading jobs");
    awaitReplicas.run();
    awaitWithin(CLEANUP, this::isCleanedUp);
    times.ended("starts");
    Observation seen =
        new Observation(
            workload.records(),
            jobs,
            cluster.hosts().runs().stream()
                .filter(run -> run.startedAt() >= times.begin())
                .toList(),
            !cluster.hosts().isSimulated(),
            new LogLoss(failedCalls, cluster.hosts().unread()),
            account(),
            new Leftovers(remaining(), logs(), credentials(), files()));
    times.ended("other checks");
    return seen;
  }

  /** A condition that is not fulfilled in time is found as a violation afterwards. */
  private static void awaitWithin(Duration time, BooleanSupplier condition) {
    long end = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** A receipt may make ended jobs live again, so its work is done first. */
  private long openReceipts() {
    return workload.receipts().stream()
        .map(receipt -> client.send(api -> api.get(task.path + "/receipts/" + receipt)))
        .filter(response -> response.text("completedAt").isEmpty())
        .count();
  }

  private int ended() {
    return Account.counters(statistics()).entrySet().stream()
        .filter(count -> JobRecord.ENDED.contains(count.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private JsonNode statistics() {
    return client.send(api -> api.get(task.path + "/summary-statistics")).body();
  }

  private Account account() {
    JsonNode ledger = client.send(api -> api.get("/admin/audit/ledger")).body();
    return Account.of(statistics(), ledger, task.projectId().toString());
  }

  private List<JobRecord> jobs() {
    List<JsonNode> listed = client.all(task.path + "/jobs?viewType=SIMPLE");
    try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
      List<CompletableFuture<JobRecord>> read =
          listed.stream()
              .map(job -> CompletableFuture.supplyAsync(() -> job(job), readers))
              .toList();
      return read.stream().map(CompletableFuture::join).toList();
    }
  }

  private JobRecord job(JsonNode job) {
    String path = task.path + "/jobs/" + job.get("jobUUID").asString();
    return JobRecord.of(
        job,
        client.all(path + "/events"),
        client.all(path + "/logs?sort=asc&pageSize=" + LINES_PER_PAGE));
  }

  private List<LogRecord> logs() {
    List<LogRecord> logs =
        new ArrayList<>(
            cluster
                .replicas()
                .database()
                .jdbc()
                .sql(LOGS)
                .param("task", task.id())
                .query((row, n) -> new LogRecord(row.getString("job"), row.getInt("attempt")))
                .list());
    cluster.replicas().store().logs(task.projectId(), task.id()).stream()
        .map(LogRecord::ofKey)
        .forEach(logs::add);
    return logs;
  }

  /** The jobs of this run whose token still obtains credentials; a limited number is tried. */
  private List<String> credentials() {
    List<String> batches = workload.batches().stream().map(Workload.Batch::id).toList();
    return cluster.hosts().tokens().entrySet().stream()
        .filter(token -> batches.contains(ContainerRun.batch(token.getKey())))
        .limit(MOST_TOKENS)
        .filter(token -> obtainsCredentials(token.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean obtainsCredentials(String token) {
    return client.send(api -> api.withToken(token).get(task.path + "/storage/token")).status()
        == 200;
  }

  private boolean isCleanedUp() {
    return cluster.hosts().containers().stream().allMatch(Collector::preparesHost)
        && files().isEmpty();
  }

  /** Whether the service itself uses the container for a moment, to find out what a host can do. */
  private static boolean preparesHost(String name) {
    return PREPARATION.stream().anyMatch(name::startsWith);
  }

  /**
   * The containers of jobs, and of others those that stay: a process that was killed leaves the one
   * with which it prepared a host, and another process removes it when no call can use it any more.
   */
  private List<String> remaining() {
    List<String> present = cluster.hosts().containers();
    Set<String> staying = present.stream().filter(Collector::preparesHost).collect(toSet());
    awaitWithin(
        END_OF_PREPARATION,
        () -> {
          staying.retainAll(cluster.hosts().containers());
          return staying.isEmpty();
        });
    return present.stream().filter(name -> !preparesHost(name) || staying.contains(name)).toList();
  }

  private List<String> files() {
    return Stream.concat(
            cluster.replicas().store().unfinished().stream(),
            cluster.replicas().replicas().stream().flatMap(Replica::temporaryFiles))
        .toList();
  }
}
