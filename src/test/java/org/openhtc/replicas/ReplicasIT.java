package org.openhtc.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.definition;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.simulation.SimulatedProgram;
import org.openhtc.testing.EventStreamReader;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Three processes of the service share hosts and regions; killed and stopped ones are replaced. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicasIT {
  private static final Logger log = LoggerFactory.getLogger(ReplicasIT.class);
  private static final int REPLICAS = 3;
  private static final int HOSTS = 6;
  private static final int JOBS = 400;

  /**
   * A lease that is not released lasts for another three quarters of this time at least, which is
   * clearly more than the limit of a hand-over. Two tests wait until it expires.
   */
  private static final Duration LEASE = Duration.ofSeconds(24);

  /** Much more than it takes, because the machine may have other work; the log has the time. */
  private static final Duration TAKE_OVER = Timeouts.STEP;

  /** A released lease is found by the next pass of an agent, before it would expire. */
  private static final Duration HAND_OVER = Duration.ofSeconds(15);

  private SimulatedClusterHosts hosts;
  private Cluster cluster;
  private TestTask task;

  @BeforeAll
  void startCluster() throws IOException {
    hosts = SimulatedClusterHosts.start(HOSTS, 8);
    cluster =
        Cluster.start(REPLICAS, hosts, "openhtc.lease.duration=%ds".formatted(LEASE.toSeconds()));
    hosts
        .engines()
        .all()
        .forEach(engine ->
            engine.program(
                List.of("work"),
                SimulatedProgram.endsAfter(Duration.ofMillis(300), 0).printing(List.of("done"))));
  }

  @AfterAll
  void stopCluster() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void allReplicasRunAndShareTheHosts() {
    for (Replica replica : cluster.replicas()) {
      if (!replica.isRunning()) {
        replica.launchAgain();
      }
    }
    cluster.replicas().forEach(Replica::awaitReady);
    cluster.awaitEqualShares();
    task = TestTask.in(cluster.client(0));
  }

  @Test
  void replicasThatStartTogetherLeadAsManyHostsEach() {
    assertThat(cluster.shares()).containsExactly(2L, 2L, 2L);
  }

  @Test
  void everyJobEndsOnceAlthoughTheLeaderIsKilled() {
    RunningBatch batch = runningBatch();
    long killed = System.nanoTime();
    cluster.replica(batch.leader).kill();
    awaitAllLedWithout(batch.leader, TAKE_OVER);
    log.info("All leaderships had moved after {} ms", millisSince(killed));
    assertEachJobRunsOnce(batch);
  }

  @Test
  void stoppedProcessHandsOverAtOnce() {
    RunningBatch batch = runningBatch();
    cluster.replica(batch.leader).stop();
    awaitAllLedWithout(batch.leader, HAND_OVER);
    assertEachJobRunsOnce(batch);
  }

  /** A paused process continues after others have taken its hosts, and must not act on them. */
  @Test
  void processThatWasPausedRunsNoJobTwice() {
    RunningBatch batch = runningBatch();
    cluster.replica(batch.leader).pause();
    await().atMost(TAKE_OVER).until(() -> isLedElsewhere(batch.leader));
    cluster.replica(batch.leader).resume();
    assertEachJobRunsOnce(batch);
  }

  /** Otherwise one process would compare its time with one that another process stored. */
  @Test
  void processOnAMachineWithAWrongClockStoresTheTimesOfTheDatabase() {
    assumeThat(MachineClock.isSettable()).as("a C compiler").isTrue();
    MachineClock clock = cluster.replica(1).clock();
    clock.shift(Duration.ofHours(-1));
    try {
      Instant before = Instant.now();
      TestTask elsewhere = task.through(cluster.client(1));
      String batch = elsewhere.submit(1, definition("work"));
      elsewhere.awaitCounts(Map.of("SUCCEEDED", 1));
      assertThat(Instant.parse(elsewhere.job(batch, 0).path("createdAt").asString()))
          .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
    } finally {
      clock.shift(Duration.ZERO);
    }
  }

  @Test
  void everyReplicaStreamsEventsAndReadsLogsOfAllHosts() {
    int jobs = HOSTS * 2;
    try (EventStreamReader stream =
        task.through(cluster.client(1)).api.events(task.path + "/jobs/stream")) {
      stream.awaitEvents("summary", 1);
      String batch = task.through(cluster.client(2)).submit(jobs, definition("work"));
      stream.awaitEvents("job", 6 * jobs);
      task.awaitCounts(Map.of("SUCCEEDED", jobs));
      for (int replica = 0; replica < REPLICAS; replica++) {
        TestTask seen = task.through(cluster.client(replica));
        for (int index = 0; index < jobs; index++) {
          assertThat(seen.log(batch, index)).containsExactly("done");
        }
      }
    }
  }

  /**
   * A batch of which a part has ended.
   *
   * @param leader the replica that leads the region
   * @param elsewhere its task, through another replica
   */
  private record RunningBatch(String id, int leader, TestTask elsewhere) {}

  private RunningBatch runningBatch() {
    String id = task.submit(JOBS, definition("work"));
    await()
        .atMost(Timeouts.MANY_JOBS)
        .until(() -> task.counts().getOrDefault("SUCCEEDED", 0) >= JOBS / 4);
    int leader = leaderOfTheRegion();
    return new RunningBatch(id, leader, task.through(cluster.client((leader + 1) % REPLICAS)));
  }

  private int leaderOfTheRegion() {
    return cluster.leaders("region").values().stream().filter(n -> n >= 0).findFirst().orElse(0);
  }

  private boolean isLedElsewhere(int replica) {
    return !cluster.leaders("host").containsValue(replica);
  }

  private void awaitAllLedWithout(int replica, Duration limit) {
    await().atMost(limit).pollInterval(Duration.ofMillis(50)).until(() -> areAllLed(replica));
  }

  private boolean areAllLed(int without) {
    Map<String, Integer> leaders = cluster.leaders("host");
    leaders.putAll(cluster.leaders("region"));
    return leaders.size() > HOSTS && !leaders.containsValue(-1) && !leaders.containsValue(without);
  }

  /** Waits until the batch has ended. */
  private void assertEachJobRunsOnce(RunningBatch batch) {
    TestTask through = batch.elsewhere;
    through.awaitCounts(Map.of("SUCCEEDED", JOBS), Timeouts.MANY_JOBS);
    Set<String> seen = new HashSet<>();
    for (JsonNode job : through.api.all(through.path + "/jobs?viewType=SIMPLE")) {
      assertThat(job.get("status").asString()).isEqualTo("SUCCEEDED");
      assertThat(seen.add(job.get("jobUUID").asString())).isTrue();
    }
    assertThat(seen).hasSize(JOBS);
    Map<String, Integer> starts = new HashMap<>();
    hosts
        .engines()
        .all()
        .forEach(engine ->
            engine
                .startsOfAttempts()
                .forEach((attempt, n) -> {
                  if (attempt.startsWith(batch.id)) {
                    starts.merge(attempt.substring(0, attempt.indexOf('#')), n, Integer::sum);
                  }
                }));
    assertThat(starts).hasSize(JOBS);
    assertThat(starts.values()).containsOnly(1);
    JsonNode ledger = through.api.get("/admin/audit/ledger").body();
    assertThat(ledger.get("discrepancies")).isEmpty();
    await().atMost(Timeouts.STEP).until(() -> hosts.containers().isEmpty());
  }

  private static long millisSince(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime).toMillis();
  }
}
