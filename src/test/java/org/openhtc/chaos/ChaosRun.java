package org.openhtc.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.openhtc.chaos.Plan.Timed;
import org.openhtc.chaos.check.Observation;
import org.openhtc.chaos.check.Verdict;
import org.openhtc.replicas.Cluster;
import org.openhtc.replicas.Replica;
import org.openhtc.replicas.SmallDisk;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;

/** Executes the plan of one seed, repairs everything, and checks the result. */
final class ChaosRun {
  /** More than a request is repeated. */
  private static final Duration LONGEST_STEP = Duration.ofMinutes(12);

  private final Cluster cluster;
  private final ChaosHosts hosts;
  private final long seed;
  private final Duration time;
  private final Plan plan;
  private final Workload workload;
  private final Collector collector;
  private final PartTimes times;
  private final List<CompletableFuture<Void>> pending = new ArrayList<>();

  /** One step of a replica at a time; the others run beside each other. */
  private final List<ScheduledExecutorService> ofReplicas;

  private final ExecutorService ofDatabase = Executors.newSingleThreadExecutor();
  private final ExecutorService ofStore = Executors.newSingleThreadExecutor();

  ChaosRun(ChaosCluster chaos, long seed, Duration time) {
    this.cluster = chaos.replicas();
    this.hosts = chaos.hosts();
    this.seed = seed;
    this.time = time;
    this.plan =
        Plan.of(
            seed,
            time,
            new Plan.Scale(cluster.replicas().size(), hosts.count(), hosts.isSimulated()));
    ChaosClient client = new ChaosClient(cluster);
    this.workload = new Workload(client, hosts, client.retry(TestTask::in), seed);
    hosts.prepare(workload.task(), plan.batches());
    this.times = new PartTimes();
    this.collector = new Collector(chaos, client, workload, times);
    this.ofReplicas = cluster.replicas().stream().map(ChaosRun::supervisorOf).toList();
  }

  /**
   * Starts a process again that has ended by itself, as systemd and Docker do: it ends if it can't
   * reach the database while it starts.
   */
  private static ScheduledExecutorService supervisorOf(Replica replica) {
    ScheduledExecutorService supervisor = Executors.newSingleThreadScheduledExecutor();
    supervisor.scheduleWithFixedDelay(() -> launchIfEnded(replica), 1, 1, TimeUnit.SECONDS);
    return supervisor;
  }

  private static void launchIfEnded(Replica replica) {
    if (!replica.isRunning()) {
      replica.launchAgain();
    }
  }

  RunResult run() {
    for (int number = 0; number < plan.steps().size(); number++) {
      Timed timed = plan.steps().get(number);
      long left = timed.at().toNanos() - (System.nanoTime() - times.begin());
      if (left > 0) {
        LockSupport.parkNanos(left);
      }
      perform(timed.step(), number);
    }
    times.ended("faults");
    List<String> violations = new ArrayList<>(failedSteps());
    times.ended("last steps");
    endFaults();
    CompletableFuture<List<String>> starts = CompletableFuture.supplyAsync(this::notReady);
    Observation seen = collector.collect(plan.failsCallsForLogs(), starts::join);
    violations.addAll(starts.join());
    violations.addAll(Verdict.violations(seen));
    return result(seen.runs().size(), violations);
  }

  /** The result of a run that could not end. */
  RunResult failed(RuntimeException cause) {
    return result(0, List.of("the run did not end: " + cause));
  }

  private RunResult result(int containers, List<String> violations) {
    return new RunResult(
        seed,
        time.toSeconds(),
        workload.jobs(),
        containers,
        plan.kinds(),
        times.total(),
        times.parts(),
        violations);
  }

  /**
   * Waits for all steps. One that failed, or does not end, is a fault of the service or the test.
   */
  private List<String> failedSteps() {
    List<String> failures = new CopyOnWriteArrayList<>();
    pending.forEach(step ->
        step.orTimeout(LONGEST_STEP.toSeconds(), TimeUnit.SECONDS)
            .handle((done, failure) -> failure == null || failures.add("a step failed: " + failure))
            .join());
    Stream.concat(ofReplicas.stream(), Stream.of(ofDatabase, ofStore))
        .forEach(ExecutorService::shutdownNow);
    return failures;
  }

  private void perform(Step planned, int number) {
    switch (planned) {
      case Step.Submit submit -> later(this::virtual, () -> workload.submit(submit, number));
      case Step.Cancel cancel -> later(this::virtual, () -> workload.cancel(cancel, number));
      case Step.CancelBatch cancel ->
          later(this::virtual, () -> workload.cancelBatch(cancel, number));
      case Step.Retry retry -> later(this::virtual, () -> workload.retry(retry, number));
      case Step.KillReplica kill ->
          later(ofReplicas.get(kill.replica()), () -> restart(kill.replica(), Replica::kill));
      case Step.StopReplica stop ->
          later(ofReplicas.get(stop.replica()), () -> restart(stop.replica(), Replica::stop));
      case Step.PauseReplica pause ->
          later(ofReplicas.get(pause.replica()), () -> pause(pause.replica(), pause.time()));
      case Step.PauseDatabase pause ->
          later(ofDatabase, () -> cluster.database().paused(() -> await(pause.time())));
      case Step.KillDatabase kill -> later(ofDatabase, cluster.database()::killAndRestart);
      case Step.CutConnections cut -> cluster.replica(cut.replica()).database().disconnect();
      case Step.StallConnections stall ->
          later(
              this::virtual,
              () -> cluster.replica(stall.replica()).database().stalled(() -> await(stall.time())));
      case Step.SlowConnections slow -> later(this::virtual, () -> slow(slow));
      case Step.SetClock set -> cluster.replica(set.replica()).clock().shift(set.ahead());
      case Step.LoseDatabaseResponses lose ->
          cluster.replica(lose.replica()).database().loseResponses(lose.responses());
      case Step.LoseStoreResponses lose -> cluster.store().proxy().loseResponses(lose.responses());
      case Step.FillStore fill -> later(ofStore, () -> fillStore(fill.time()));
      case Step.StallStore stall ->
          later(this::virtual, () -> cluster.store().proxy().stalled(() -> await(stall.time())));
      case Step.RestartStore restart -> later(ofStore, cluster.store()::restart);
      case Step.OfHosts step -> later(this::virtual, () -> hosts.perform(step));
    }
  }

  private void virtual(Runnable action) {
    Thread.ofVirtual().start(action);
  }

  private void later(Executor executor, Runnable action) {
    pending.add(CompletableFuture.runAsync(action, executor));
  }

  static void await(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void restart(int number, Consumer<Replica> end) {
    Replica replica = cluster.replica(number);
    try {
      end.accept(replica);
    } finally {
      if (replica.isRunning()) {
        replica.kill();
      }
      replica.launchAgain();
    }
  }

  private void pause(int number, Duration time) {
    Replica replica = cluster.replica(number);
    replica.pause();
    await(time);
    replica.resume();
  }

  /** Without the right to mount a disk of its own for the store, this step has no effect. */
  private void fillStore(Duration time) {
    if (SmallDisk.canFill()) {
      cluster.store().disk().full(() -> await(time));
    }
  }

  private void slow(Step.SlowConnections slow) {
    cluster.replica(slow.replica()).database().slow(slow.byTransfer());
    await(slow.time());
    cluster.replica(slow.replica()).database().slow(Duration.ZERO);
  }

  private void endFaults() {
    hosts.endFaults();
    cluster.store().proxy().loseResponses(0);
    for (Replica replica : cluster.replicas()) {
      replica.database().slow(Duration.ZERO);
      replica.database().loseResponses(0);
      replica.clock().shift(Duration.ZERO);
    }
  }

  /** Waits until every replica is ready; those that are not. */
  private List<String> notReady() {
    return IntStream.range(0, cluster.replicas().size())
        .filter(number -> !isReady(cluster.replica(number)))
        .mapToObj("replica %d does not become ready"::formatted)
        .toList();
  }

  /** Also waits for a process that ends by itself and has to be started again. */
  private static boolean isReady(Replica replica) {
    try {
      Awaitility.await()
          .atMost(Timeouts.MANY_JOBS)
          .until(() -> {
            launchIfEnded(replica);
            return replica.isReady();
          });
      return true;
    } catch (ConditionTimeoutException late) {
      return false;
    }
  }
}
