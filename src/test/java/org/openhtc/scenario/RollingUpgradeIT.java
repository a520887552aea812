package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.definition;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
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
import org.openhtc.replicas.ClusterStore;
import org.openhtc.simulation.EngineSettings;
import org.openhtc.simulation.SimulatedEngine;
import org.openhtc.simulation.SimulatedEngines;
import org.openhtc.simulation.SimulatedProgram;
import org.openhtc.testing.ServiceProcess;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A process of an earlier version and one of this version share a database and a store, one after
 * the other and at the same time; this version has a further migration. Needs the jar of the
 * earlier version: {@code ./openhtc upgrade-test REF}.
 */
@Tag("by-name-only")
class RollingUpgradeIT {
  private static final String JAR = "openhtc.previous-jar";
  private static final int JOBS = 200;
  private static final int HELD = 16;

  /** Of the kind that migrations are limited to. */
  private static final String MIGRATION =
      """
      alter table job add column next_version int not null default 0;
      alter table job_batch add column next_version text;
      create table next_version (id int primary key);
      """;

  @TempDir Path directory;
  @AutoClose private EmbeddedPostgres database;
  @AutoClose private ClusterStore store;
  @AutoClose private SimulatedEngines engines;
  private final List<String> batches = new ArrayList<>();
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
                .program(
                    SimulatedProgram.endsAfter(Duration.ofSeconds(1), 0)
                        .printing(List.of("done"))));
    engines.all().forEach(e -> e.program(List.of("held"), SimulatedProgram.runs()));
    database =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(directory.resolve("postgres").toFile())
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
    store = ClusterStore.start(directory.resolve("store"));
    earlier = ServiceProcess.startJar(Path.of(jar), settings("classpath:db/migration"));
  }

  @AfterEach
  void stop() throws Exception {
    for (ServiceProcess service : new ServiceProcess[] {earlier, present}) {
      if (service != null) {
        service.close();
      }
    }
  }

  private String[] settings(String migrations) {
    List<String> settings = new ArrayList<>(engines.hostSettings());
    settings.addAll(store.settings());
    settings.add("openhtc.encryption-secret=" + "0123456789abcdef".repeat(4));
    settings.add("openhtc.registry.program=no-registry");
    settings.add("spring.datasource.url=" + database.getJdbcUrl("postgres", "postgres"));
    settings.add("spring.datasource.username=postgres");
    settings.add("spring.datasource.password=postgres");
    settings.add("spring.flyway.locations=" + migrations);
    return settings.toArray(String[]::new);
  }

  @Test
  void jobsContinueDuringAnUpgradeToALaterSchemaAndAReturn() throws Exception {
    TestTask task = TestTask.in(earlier.api());
    String held = task.submit(HELD, definition("held"));
    await().atMost(Timeouts.STEP).until(() -> task.counts().getOrDefault("RUNNING", 0) == HELD);
    submit(task);

    present = ServiceProcess.start(settings("classpath:db/migration,filesystem:" + migrations()));
    TestTask same = task.through(present.api());
    assertThat(newTables()).isEqualTo(1);
    submit(same);
    submit(task);
    awaitAllButHeld(same);
    assertThat(task.counts()).isEqualTo(same.counts());

    submit(task);
    earlier.stop();
    submit(same);
    awaitAllButHeld(same);
    assertThat(same.api.get("/admin/audit/ledger").body().get("discrepancies")).isEmpty();

    submit(same);
    earlier.restart();
    submit(same);
    present.stop();
    submit(task);
    awaitAllButHeld(task);

    end(held);
    task.awaitCounts(Map.of("SUCCEEDED", HELD + batches.size() * JOBS), Timeouts.STEP);
    SimulatedHosts hosts = new SimulatedHosts(engines);
    hosts.assertStartedOnce(held, HELD);
    for (String batch : batches) {
      hosts.assertStartedOnce(batch, JOBS);
      assertThat(task.log(batch, JOBS - 1)).containsExactly("done");
    }
    hosts.awaitNoContainers();
  }

  private String migrations() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("migrations"));
    Files.writeString(folder.resolve("V999__next_version.sql"), MIGRATION);
    return folder.toString();
  }

  private int newTables() {
    return JdbcClient.create(database.getPostgresDatabase())
        .sql("select count(*) from pg_class where relname = 'next_version' and relkind = 'r'")
        .query(Integer.class)
        .single();
  }

  private void submit(TestTask through) {
    batches.add(through.submit(JOBS, definition("true")));
  }

  /** The jobs in flight meanwhile: those of the batch that is held. */
  private void awaitAllButHeld(TestTask through) {
    through.awaitCounts(
        Map.of("SUCCEEDED", batches.size() * JOBS, "RUNNING", HELD), Timeouts.MANY_JOBS);
  }

  /** Ends the containers of the batch, which are the only ones. */
  private void end(String batch) {
    for (SimulatedEngine engine : engines.all()) {
      assertThat(engine.runs().stream().filter(run -> run.endedAt() == null))
          .allSatisfy(run -> assertThat(run.job()).startsWith(batch));
      engine.names().stream()
          .filter(name -> !name.startsWith("openhtc-slot-"))
          .forEach(name -> engine.end(name, 0));
    }
  }
}
