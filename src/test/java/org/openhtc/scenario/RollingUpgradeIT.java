package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.simulation.EngineSettings;
import org.openhtc.simulation.SimulatedEngines;
import org.openhtc.simulation.SimulatedProgram;
import org.openhtc.testing.ServiceProcess;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;

/**
 * A process of an earlier version and one of this version share a database, one after the other and
 * at the same time. Needs the jar of the earlier version: {@code ./openhtc upgrade-test REF}.
 */
@Tag("by-name-only")
class RollingUpgradeIT {
  private static final String JAR = "openhtc.previous-jar";
  private static final int JOBS = 200;

  @TempDir Path data;
  @AutoClose private EmbeddedPostgres database;
  @AutoClose private SimulatedEngines engines;
  private ServiceProcess earlier;
  private ServiceProcess present;

  @BeforeEach
  void startEarlierVersion() throws IOException {
    String jar = System.getProperty(JAR);
    Assumptions.assumeTrue(jar != null, "skipped: no jar of an earlier version in " + JAR);
    engines =
        SimulatedEngines.start(
            4,
            EngineSettings.holding(TestImages.BUSYBOX)
                .vcpus(16)
                .program(SimulatedProgram.endsAfter(Duration.ofSeconds(1), 0)));
    database = EmbeddedPostgres.builder().setOverrideWorkingDirectory(data.toFile()).start();
    earlier = ServiceProcess.startJar(Path.of(jar), settings());
  }

  @AfterEach
  void stop() throws Exception {
    for (ServiceProcess service : new ServiceProcess[] {earlier, present}) {
      if (service != null) {
        service.close();
      }
    }
  }

  private String[] settings() {
    List<String> settings = new ArrayList<>(engines.hostSettings());
    settings.add("openhtc.encryption-secret=" + "0123456789abcdef".repeat(4));
    settings.add("spring.datasource.url=" + database.getJdbcUrl("postgres", "postgres"));
    settings.add("spring.datasource.username=postgres");
    settings.add("spring.datasource.password=postgres");
    return settings.toArray(String[]::new);
  }

  @Test
  void bothVersionsRunJobsBesideEachOtherAndAloneWithTheNewerSchema() throws Exception {
    TestTask task = TestTask.in(earlier.api());
    List<String> batches = new ArrayList<>();
    batches.add(task.submit(JOBS, TestTask.definition("true")));

    present = ServiceProcess.start(settings());
    TestTask same = task.through(present.api());
    batches.add(same.submit(JOBS, TestTask.definition("true")));
    batches.add(task.submit(JOBS, TestTask.definition("true")));
    awaitSucceeded(same, 1);

    earlier.stop();
    batches.add(same.submit(JOBS, TestTask.definition("true")));
    awaitSucceeded(same, JOBS);

    earlier.restart();
    present.stop();
    batches.add(task.submit(JOBS, TestTask.definition("true")));
    task.awaitCounts(Map.of("SUCCEEDED", batches.size() * JOBS), Timeouts.MANY_JOBS);

    SimulatedHosts hosts = new SimulatedHosts(engines);
    for (String batch : batches) {
      hosts.assertStartedOnce(batch, JOBS);
      assertThat(task.log(batch, JOBS - 1)).isEmpty();
    }
    hosts.awaitNoContainers();
  }

  private static void awaitSucceeded(TestTask task, int jobs) {
    await()
        .atMost(Timeouts.MANY_JOBS)
        .until(() -> task.counts().getOrDefault("SUCCEEDED", 0) >= jobs);
  }
}
