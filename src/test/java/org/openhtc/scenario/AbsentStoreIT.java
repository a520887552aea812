package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.definition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.simulation.EngineSettings;
import org.openhtc.simulation.SimulatedEngines;
import org.openhtc.simulation.SimulatedProgram;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.HeapUse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.TestFork;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The bucket of the object store is missing while a host works at its full rate. */
@ServiceTest
@DirtiesContext
class AbsentStoreIT {
  /** Ended containers whose logs can't be stored: with more of them a host gets no jobs. */
  private static final int MOST_UNFINISHED = 1000;

  private static final int BATCH = 800;

  /** The host ends some more than it may keep before it is found to have too many. */
  private static final int JOBS = 3 * BATCH;

  private static final long LARGEST_GROWTH_MIB = 64;
  private static final List<String> COMMAND = List.of("large");
  private static final List<String> OUTPUT = randomLines();
  private static final Path HOME = TestFork.path("absent-store-test");
  private static final Path BUCKET = HOME.resolve("store/objects");
  private static final Path AWAY = HOME.resolve("objects-away");

  private static final SimulatedEngines ENGINES =
      SimulatedEngines.start(1, EngineSettings.holding(TestImages.BUSYBOX).vcpus(16));
  private static final SimulatedHosts HOST = new SimulatedHosts(ENGINES);

  @Autowired ApiClient admin;
  @Autowired SettableClock clock;
  @Autowired TestTask task;

  @DynamicPropertySource
  static void hosts(DynamicPropertyRegistry properties) {
    properties.add("openhtc.home", HOME::toString);
    HOST.register(properties);
  }

  @AfterAll
  static void closeEngines() {
    ENGINES.close();
  }

  @BeforeEach
  void removeTheBucket() throws IOException {
    HOST.awaitReady(admin);
    ENGINES.engine(0).program(COMMAND, SimulatedProgram.exits(0).printing(OUTPUT));
    Files.move(BUCKET, AWAY);
  }

  @AfterEach
  void restoreTheBucket() throws IOException {
    if (Files.exists(AWAY)) {
      Files.move(AWAY, BUCKET);
    }
  }

  @Test
  void hostKeepsLimitedNumberOfLargeLogsForTenMinutesAndLosesNone() throws IOException {
    long before = HeapUse.mib();
    List<String> batches =
        IntStream.range(0, JOBS / BATCH)
            .mapToObj(i -> task.submit(BATCH, definition(COMMAND.getFirst())))
            .toList();
    await().atMost(Timeouts.MANY_JOBS).until(() -> !takesJobs());
    clock.advance(Duration.ofMinutes(10));
    assertThat(HOST.containers()).hasSizeBetween(MOST_UNFINISHED, JOBS - 1);
    assertThat(HeapUse.mib() - before).isLessThan(LARGEST_GROWTH_MIB);

    restoreTheBucket();
    clock.advance(Duration.ofMinutes(2));
    task.awaitCounts(Map.of("SUCCEEDED", JOBS), Timeouts.MANY_JOBS);
    HOST.awaitNoContainers();
    for (String batch : batches) {
      HOST.assertStartedOnce(batch, BATCH);
      assertThat(task.log(batch, BATCH - 1)).isEqualTo(OUTPUT);
    }
  }

  @Test
  void jobsWithSmallLogsEndAsUsual() {
    task.submit(BATCH, definition("true"));
    task.awaitCounts(Map.of("SUCCEEDED", BATCH), Timeouts.MANY_JOBS);
    HOST.awaitNoContainers();
  }

  private boolean takesJobs() {
    return admin.all("/admin/hosts").getFirst().get("takesJobs").asBoolean();
  }

  /** Above 8 KiB even compressed, so that the log is stored as an object. */
  private static List<String> randomLines() {
    Random random = new Random(1);
    return IntStream.range(0, 20)
        .mapToObj(line ->
            random
                .ints(800, 'A', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString())
        .toList();
  }
}
