package org.openhtc.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.openhtc.replicas.Cluster;
import org.openhtc.replicas.Replica;
import org.openhtc.replicas.SimulatedClusterHosts;
import org.openhtc.testing.TestTask;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kills the leader of the region again and again while jobs run, and prints as JSON after how many
 * milliseconds another process leads the region, all of its hosts are led, and a further job has
 * ended.
 *
 * <p>Arguments: {@code --kills}, {@code --hosts}.
 */
final class FailoverProgram {
  private static final int REPLICAS = 3;
  private static final int VCPUS = 8;
  private static final int JOBS = 400;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Cluster cluster;
  private final int hosts;

  private FailoverProgram(Cluster cluster, int hosts) {
    this.cluster = cluster;
    this.hosts = hosts;
  }

  /** Milliseconds from the kill to each of these. */
  private record Failover(long region, long allHosts, long nextEnd) {}

  public static void main(String[] words) throws IOException {
    Arguments arguments = Arguments.of(words);
    int hosts = arguments.number("hosts", 6);
    List<Failover> failovers = new ArrayList<>();
    try (Cluster cluster = Cluster.start(REPLICAS, SimulatedClusterHosts.start(hosts, VCPUS))) {
      FailoverProgram program = new FailoverProgram(cluster, hosts);
      for (int kill = 0; kill < arguments.number("kills", 20); kill++) {
        failovers.add(program.kill());
      }
    }
    System.out.println(JsonMapper.shared().writeValueAsString(failovers));
    System.exit(0);
  }

  private Failover kill() {
    cluster.replicas().forEach(Replica::awaitReady);
    cluster.awaitEqualShares();
    int observer = 0;
    TestTask task = TestTask.in(cluster.client(observer));
    task.submit(JOBS, TestTask.definition("sleep", "1"));
    await("jobs run", () -> ended(task) > 0);
    int leader = leader();
    TestTask seen = task.through(cluster.client((leader + 1) % REPLICAS));
    long killed = System.nanoTime();
    cluster.replica(leader).kill();
    long region = -1;
    long all = -1;
    while (region < 0 || all < 0) {
      Map<String, Integer> regions = cluster.leaders("region");
      if (region < 0 && isLed(regions, leader)) {
        region = millisSince(killed);
      }
      Map<String, Integer> led = cluster.leaders("host");
      if (all < 0 && led.size() == hosts && isLed(led, leader)) {
        all = millisSince(killed);
      }
      requireBefore("another process leads", killed);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    int endedThen = ended(seen);
    await("a further job ends", () -> ended(seen) > endedThen);
    long next = millisSince(killed);
    cluster.replica(leader).launchAgain();
    await("all jobs end", () -> ended(seen) == JOBS);
    return new Failover(region, all, next);
  }

  private int leader() {
    return cluster.leaders("region").values().stream()
        .filter(replica -> replica >= 0)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isLed(Map<String, Integer> leaders, int without) {
    return !leaders.isEmpty() && !leaders.containsValue(-1) && !leaders.containsValue(without);
  }

  private static int ended(TestTask task) {
    return task.counts().getOrDefault("SUCCEEDED", 0);
  }

  private static void await(String goal, BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      requireBefore(goal, begin);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static void requireBefore(String goal, long begin) {
    if (System.nanoTime() - begin > LIMIT.toNanos()) {
      throw new IllegalStateException("not within %s: %s".formatted(LIMIT, goal));
    }
  }

  private static long millisSince(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime).toMillis();
  }
}
