package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ExtraEngine;
import org.openhtc.testing.ServiceProcess;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The parts of an installation are killed one after another, each in the middle of a batch. All
 * jobs end once, and the installation continues without help. The embedded store is a part of the
 * service.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealingIT {
  private static final Logger log = LoggerFactory.getLogger(HealingIT.class);

  /** A host of two processors runs eight at once, so that most wait while a part is missing. */
  private static final int JOBS = 48;

  @AutoClose private ServiceProcess service;
  @AutoClose private ExtraEngine engine;

  @BeforeAll
  void start() throws IOException {
    engine = ExtraEngine.plain();
    TestImages.busybox(engine.endpoint());
    service =
        ServiceProcess.startSupervised(
            "openhtc.hosts[0].name=healing",
            "openhtc.hosts[0].endpoint=" + engine.endpoint(),
            "openhtc.hosts[0].vcpu-overcommit=4",
            "openhtc.rate-limit.requests-per-minute=0",
            // The default: nothing that this test shows may depend on the end of a lease.
            "openhtc.lease.duration=10s");
  }

  @Test
  void databaseIsStartedAgainAndJobsContinue() throws Exception {
    TestTask task = halfway();
    long killed = service.databasePid();
    try (Readers readers = new Readers(task)) {
      service.killDatabase();
      awaitBack(
          "database", () -> isNewDatabase(killed) && isRead(task) && service.readiness() == 200);
      assertThat(readers.failures()).as(service.logFile()).isEmpty();
    }
    assertEachEndedOnce(task, 1);
  }

  private static boolean isRead(TestTask task) {
    return task.api.get(task.path).status() == 200;
  }

  /** Clients that read all the time. A response may be an error only if the client may retry. */
  private static final class Readers implements AutoCloseable {
    private final Set<String> failures = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads;
    private volatile boolean isClosed;

    Readers(TestTask task) {
      threads =
          Stream.of("", "/jobs?pageSize=10", "/groups", "/group-summary-statistics")
              .map(resource -> Thread.startVirtualThread(() -> read(task, task.path + resource)))
              .toList();
    }

    private void read(TestTask task, String path) {
      try {
        while (!isClosed) {
          ApiResponse response = task.api.get(path);
          boolean isRetried = response.status() == 503 && !response.header("Retry-After").isEmpty();
          if (response.status() != 200 && !isRetried) {
            failures.add(path + ": " + response.status() + " " + response.body());
          }
        }
      } catch (RuntimeException | Error e) {
        failures.add(path + ": " + e);
      }
    }

    Set<String> failures() {
      return failures;
    }

    @Override
    public void close() throws InterruptedException {
      isClosed = true;
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  /** A killed server leaves its file behind, until its successor writes its own. */
  private boolean isNewDatabase(long killed) {
    try {
      long pid = service.databasePid();
      return pid != 0 && pid != killed;
    } catch (IOException changing) {
      return false;
    }
  }

  @Test
  void registryIsStartedAgain() throws Exception {
    TestTask task = halfway();
    service.killRegistry();
    awaitBack("registry", this::isRegistryBack);
    assertEachEndedOnce(task, 1);
  }

  private boolean isRegistryBack() {
    try (Socket socket = new Socket()) {
      String port = Files.readString(service.home().resolve("registry/port")).strip();
      socket.connect(new InetSocketAddress("127.0.0.1", Integer.parseInt(port)), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Test
  void jobsOfAnEngineThatWasKilledContinueOrRunAgain() throws Exception {
    TestTask task = halfway();
    int ended = ended(task);
    engine.kill();
    engine.restart();
    awaitBack("engine", () -> ended(task) > ended);
    assertEachEndedOnce(task, 2);
  }

  @Test
  void serviceIsStartedAgainAndContinuesAtOnce() throws Exception {
    TestTask task = halfway();
    int ended = ended(task);
    service.killHard();
    awaitBack("service", () -> service.readiness() == 200);
    awaitBack("first job after the start", () -> ended(task) > ended);
    assertEachEndedOnce(task, 1);
  }

  /** A batch of which some jobs have ended and others run. */
  private TestTask halfway() {
    TestTask task = TestTask.in(service.api());
    task.submit(JOBS, script("sleep 1"));
    await().atMost(Timeouts.MANY_JOBS).until(() -> ended(task) >= JOBS / 5);
    return task;
  }

  private static int ended(TestTask task) {
    return task.counts().getOrDefault("SUCCEEDED", 0);
  }

  private static void awaitBack(String part, BooleanSupplier isBack) {
    long killed = System.nanoTime();
    await()
        .atMost(Timeouts.MANY_JOBS)
        .pollInterval(Duration.ofMillis(50))
        .until(isBack::getAsBoolean);
    log.info("The {} was back after {} ms", part, millisSince(killed));
  }

  private static long millisSince(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime).toMillis();
  }

  /**
   * @param attempts of a job at most
   */
  private static void assertEachEndedOnce(TestTask task, int attempts) {
    task.awaitCounts(Map.of("SUCCEEDED", JOBS), Timeouts.MANY_JOBS);
    for (JsonNode job : task.api.all(task.path + "/jobs?viewType=FULL")) {
      String provider = job.get("providerJobId").asString();
      int attempt = Integer.parseInt(provider.substring(provider.indexOf('#') + 1));
      assertThat(attempt).as(provider).isLessThanOrEqualTo(attempts);
    }
  }
}
