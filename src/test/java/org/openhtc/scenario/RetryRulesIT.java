package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.simulation.EngineSettings;
import org.openhtc.simulation.SimulatedEngine;
import org.openhtc.simulation.SimulatedProgram;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import tools.jackson.databind.JsonNode;

/** Retries by failure code and exit code, and batches that end after some failures. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetryRulesIT {
  private static final int MEMORY_OF_A_MACHINE = 5_000;

  private SimulatedService service;
  private TestTask task;

  @BeforeAll
  void start(@Autowired @Qualifier("serviceConnections") HikariDataSource server)
      throws IOException {
    EngineSettings engines =
        EngineSettings.holding(TestImages.BUSYBOX).vcpus(8).memoryMib(MEMORY_OF_A_MACHINE);
    service = new SimulatedService(server, "retryrules", 3, engines);
    task = service.task;
    for (SimulatedEngine engine : service.engines.all()) {
      engine.program(List.of("fails"), SimulatedProgram.exits(3));
      engine.program(List.of("large"), SimulatedProgram.exits(137).runningOutOfMemory());
      engine.program(List.of("works"), SimulatedProgram.endsAfter(Duration.ofMinutes(5), 0));
    }
  }

  @AfterAll
  void stop() {
    service.close();
  }

  @Test
  void jobGetsMoreMemoryUntilTheLimitOfItsRule() {
    Map<String, Object> rule = new HashMap<>();
    rule.put("failureCodes", List.of("ErrorNotEnoughMemory"));
    rule.put("action", "RETRY");
    rule.put("memoryFactor", 2.0);
    rule.put("maxMemory", 200);
    String batch = submit("", 1, "large", strategy(5, rule));
    JsonNode job = task.awaitStatus(batch, 0, "FAILED");
    assertThat(job.get("failureCode").asString()).isEqualTo("ErrorNotEnoughMemory");
    assertThat(job.get("maxMemory").asInt()).isEqualTo(200);
    assertThat(reasons(batch))
        .contains(
            "Memory limit exceeded; retry 1 of 5 follows with 128 MiB",
            "Memory limit exceeded; retry 2 of 5 follows with 200 MiB",
            "Memory limit exceeded; its retry rules allow no more than 200 MiB");
  }

  @Test
  void retryWithMoreMemoryThanEveryHostGetsAllOfTheLargest() {
    Map<String, Object> rule = Map.of("action", "RETRY", "memoryFactor", 10.0);
    String batch = submit("", 1, "large", strategy(2, rule));
    JsonNode job = task.awaitStatus(batch, 0, "FAILED");
    assertThat(job.get("failureCode").asString()).isEqualTo("ErrorNotEnoughMemory");
    assertThat(reasons(batch))
        .contains("Memory limit exceeded; retry 2 of 2 follows with 6400 MiB");
    assertThat((long) job.get("maxMemory").asInt()).isEqualTo(service.host(0).memoryForJobs());
  }

  @Test
  void exitCodeThatARuleExcludesIsNotRetried() {
    Map<String, Object> rule = Map.of("exitCodes", List.of("1-9"), "action", "FAIL");
    String batch = submit("", 1, "fails", strategy(5, rule));
    JsonNode job = task.awaitStatus(batch, 0, "FAILED");
    assertThat(job.get("statusReason").asString())
        .isEqualTo("Container exited with code 3; its retry rules exclude a retry");
    assertThat(job.get("providerJobId").asString()).endsWith("#1");
  }

  @Test
  void retryOnAnotherHostAvoidsTheHostOfTheFailure() {
    Map<String, Object> rule = Map.of("action", "RETRY", "onAnotherHost", true);
    String batch = submit("", 20, "fails", strategy(1, rule));
    for (int index = 0; index < 20; index++) {
      task.awaitStatus(batch, index, "FAILED");
      List<String> hosts =
          task.events(batch, index).stream()
              .filter(event -> event.get("status").asString().equals("STARTING"))
              .map(event -> event.get("instanceId").asString())
              .toList();
      assertThat(hosts).hasSize(2).doesNotHaveDuplicates();
    }
  }

  @Test
  void batchIsCancelledAfterItsFailures() {
    String batch = submit("", 1000, "fails", Map.of("failFast", Map.of("failures", 5)));
    await().atMost(Timeouts.MANY_JOBS).until(() -> hasFailed(batch, 999));
    JsonNode last = task.job(batch, 999);
    assertThat(last.get("statusReason").asString())
        .startsWith("Cancelled by failFast: ")
        .endsWith(" of 1000 jobs of its batch failed");
    assertThat(last.has("failureCode")).isFalse();
  }

  @Test
  void groupIsCancelledAfterItsFailuresAndOtherGroupsContinue() {
    String running = submit("together", 2, "works", Map.of());
    String other = submit("apart", 1, "works", Map.of());
    task.awaitStatus(running, 0, "RUNNING");
    task.awaitStatus(other, 0, "RUNNING");
    submit("together", 1, "fails", Map.of("failFast", Map.of("percent", 30, "scope", "GROUP")));
    for (int index = 0; index < 2; index++) {
      assertThat(task.awaitStatus(running, index, "FAILED").get("statusReason").asString())
          .isEqualTo("Cancelled by failFast: 1 of 3 jobs of its group failed");
    }
    assertThat(task.job(other, 0).get("status").asString()).isEqualTo("RUNNING");
    task.cancel(other, 0);
  }

  private static Map<String, Object> strategy(int retries, Map<String, Object> rule) {
    return Map.of("retryStrategy", Map.of("maxRetries", retries, "rules", List.of(rule)));
  }

  private boolean hasFailed(String batch, int index) {
    return task.job(batch, index).get("status").asString().equals("FAILED");
  }

  private List<String> reasons(String batch) {
    return task.events(batch, 0).stream()
        .map(event -> event.get("statusReason").asString())
        .toList();
  }

  private String submit(String group, int size, String command, Map<String, Object> more) {
    Map<String, Object> batch = new HashMap<>(more);
    batch.put("batchSize", size);
    batch.put("htcJobDefinition", TestTask.definition(command));
    ApiResponse response = task.post(group, List.of(batch));
    assertThat(response.status()).as(response.sentence()).isEqualTo(200);
    assertThat(response.body().get(0).has("failFast")).isEqualTo(more.containsKey("failFast"));
    return response.body().get(0).get("parentJobId").asString();
  }
}
