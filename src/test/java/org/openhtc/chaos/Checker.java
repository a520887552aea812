package org.openhtc.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.openhtc.simulation.ContainerRun;
import org.openhtc.testing.TestTask;
import tools.jackson.databind.JsonNode;

/** Compares what the engines saw with what the service reports when all jobs have ended. */
final class Checker {
  private static final Duration END_OF_JOBS = Duration.ofMinutes(4);
  private static final Duration CLEANUP = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Logs in the database without an attempt that can have printed them. */
  private static final String ORPHANED_LOGS =
      """
      select count(*) from job_log l left join job j using (batch_id, index)
      where j.attempt is null or l.attempt > j.attempt
      """;

  private final ChaosCluster cluster;
  private final ChaosClient client;
  private final Workload workload;
  private final TestTask task;
  private final List<String> violations = new ArrayList<>();

  Checker(ChaosCluster cluster, ChaosClient client, Workload workload) {
    this.cluster = cluster;
    this.client = client;
    this.workload = workload;
    this.task = workload.task();
  }

  List<String> violations() {
    int jobs = workload.jobs();
    if (!isTrueWithin(END_OF_JOBS, () -> isWorkDone(jobs))) {
      violations.add(
          "%d of %d jobs have ended, open receipts: %d, %s"
              .formatted(ended(), jobs, openReceipts(), counts()));
    }
    if (!isTrueWithin(CLEANUP, () -> cluster.hosts().containers().isEmpty())) {
      violations.add("containers are left: " + cluster.hosts().containers());
    }
    checkJobs(jobs);
    checkLogs();
    checkLedger(jobs);
    return violations;
  }

  /** A receipt may make ended jobs live again, so its work is done first. */
  private boolean isWorkDone(int jobs) {
    return openReceipts() == 0 && ended() >= jobs;
  }

  private long openReceipts() {
    return workload.receipts().stream()
        .map(receipt -> client.send(api -> api.get(task.path + "/receipts/" + receipt)))
        .filter(response -> response.text("completedAt").isEmpty())
        .count();
  }

  private Map<String, Integer> counts() {
    JsonNode statistics = client.send(api -> api.get(task.path + "/summary-statistics")).body();
    Map<String, Integer> counts = new HashMap<>();
    statistics
        .path("jobStatuses")
        .properties()
        .forEach(status -> {
          if (status.getValue().asInt() > 0) {
            counts.put(status.getKey(), status.getValue().asInt());
          }
        });
    return counts;
  }

  private int ended() {
    return counts().entrySet().stream()
        .filter(count -> JobCheck.ENDED.contains(count.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static boolean isTrueWithin(Duration time, BooleanSupplier condition) {
    long end = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return true;
  }

  private void checkJobs(int expected) {
    Map<String, List<ContainerRun>> runs =
        cluster.hosts().runs().stream().collect(Collectors.groupingBy(ContainerRun::job));
    Map<String, Step.Work> works =
        workload.batches().stream()
            .collect(Collectors.toMap(Workload.Batch::id, Workload.Batch::work));
    Set<String> known = new HashSet<>();
    Map<String, Integer> listed = new HashMap<>();
    for (JsonNode job : client.all(task.path + "/jobs?viewType=SIMPLE")) {
      String id = job.get("jobUUID").asString();
      listed.merge(job.get("status").asString(), 1, Integer::sum);
      if (!known.add(id)) {
        violations.add("job %s is listed twice".formatted(id));
      }
      JobCheck check =
          new JobCheck(
              job,
              cluster
                  .hosts()
                  .log(Objects.requireNonNull(works.get(id.substring(0, id.indexOf(':'))))),
              runs.getOrDefault(id, List.of()),
              client.all(task.path + "/jobs/" + id + "/events"),
              client.all(task.path + "/jobs/" + id + "/logs?sort=asc"));
      violations.addAll(check.violations());
    }
    if (known.size() != expected) {
      violations.add("%d jobs are listed, %d were submitted".formatted(known.size(), expected));
    }
    if (!listed.equals(counts())) {
      violations.add("the counters are %s, the jobs %s".formatted(counts(), listed));
    }
  }

  private void checkLogs() {
    Long orphaned =
        cluster.replicas().database().jdbc().sql(ORPHANED_LOGS).query(Long.class).single();
    if (orphaned > 0) {
      violations.add("%d logs in the database belong to no attempt".formatted(orphaned));
    }
    Set<String> large =
        workload.batches().stream()
            .filter(batch -> batch.work() == Step.Work.LARGE)
            .map(Workload.Batch::id)
            .collect(Collectors.toSet());
    cluster.replicas().store().logs(task.projectId(), task.id()).stream()
        .filter(key -> !large.contains(key.substring(0, key.indexOf('/'))))
        .filter(key -> !key.endsWith(".log.gz"))
        .forEach(key -> violations.add("the store has a log of no job, " + key));
  }

  private void checkLedger(int jobs) {
    JsonNode ledger = client.send(api -> api.get("/admin/audit/ledger")).body();
    ledger.path("discrepancies").forEach(found -> violations.add("ledger: " + found));
    for (JsonNode project : ledger.path("projects")) {
      if (project.path("projectId").asString().equals(task.projectId().toString())) {
        JsonNode counted = project.path("jobs");
        if (counted.path("submitted").asInt() != jobs || counted.path("live").asInt() != 0) {
          violations.add("ledger of the project: " + counted);
        }
        return;
      }
    }
    violations.add("the project is not in the ledger");
  }
}
