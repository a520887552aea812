package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.TestTask.script;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Why jobs wait, when they are expected to start, and how they run on another machine. */
@Scenario
class ForecastsIT {
  @Autowired TestTask task;

  @Test
  void jobThatNoHostCanRunHasAReasonAndNoExpectedStart() {
    String batch = task.submit(3, elsewhere());
    task.awaitStatus(batch, 0, "RUNNABLE");
    JsonNode why = task.api.get(task.path + "/jobs/" + batch + ":1/why").body();
    assertThat(why.path("status").asString()).isEqualTo("RUNNABLE");
    assertThat(why.path("reason").asString()).isNotEmpty();
    assertThat(why.has("expectedStart")).isFalse();
    JsonNode waiting = task.api.get(task.path + "/why").body().at("/items/0");
    assertThat(waiting.path("jobs").asInt()).isEqualTo(3);
    assertThat(waiting.path("reason").asString()).isNotEmpty();
    assertThat(waiting.has("firstStart")).isFalse();
  }

  @Test
  void endedJobHasItsReasonAndItsTaskWaitsForNothing() {
    String batch = task.submit(1, script("exit 3"));
    task.awaitStatus(batch, 0, "FAILED");
    JsonNode why = task.api.get(task.path + "/jobs/" + batch + ":0/why").body();
    assertThat(why.path("reason").asString()).contains("exited with code 3");
    assertThat(task.api.get(task.path + "/why").body().path("items")).isEmpty();
    assertThat(task.api.get(task.path + "/jobs/" + batch + ":1/why").status()).isEqualTo(404);
  }

  @Test
  void simulationStoresNothingAndKnowsTheRunTimesOfTheTask() {
    String batch = task.submit(1, script("true"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    ApiResponse response = simulate(List.of(batch(5, script("true")), batch(2, elsewhere())));
    assertThat(response.status()).as(response.sentence()).isEqualTo(200);
    JsonNode fits = response.body().get(0);
    assertThat(fits.path("hosts").asInt()).isEqualTo(1);
    assertThat(fits.at("/firstStart/p50").asString()).isNotEmpty();
    assertThat(fits.at("/lastStart/measuredJobs").asInt()).isEqualTo(1);
    JsonNode never = response.body().get(1);
    assertThat(never.path("hosts").asInt()).isZero();
    assertThat(never.path("reason").asString()).contains("not AARCH64");
    assertThat(never.has("firstStart")).isFalse();
    assertThat(task.counts()).isEqualTo(Map.of("SUCCEEDED", 1));
  }

  @Test
  void simulationRefusesWhatASubmissionRefuses() {
    ApiResponse response = simulate(List.of(batch(1001, script("true"))));
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.sentence()).contains("batchSize");
  }

  @Test
  void reproductionHidesSecretsAndNamesTheInputs() {
    String file =
        task.api.get(task.path + "/storage/token").text("taskStoragePath") + "in/mesh.bin";
    Map<String, Object> definition = elsewhere();
    definition.put("commands", List.of("solve", file));
    definition.put(
        "envs",
        List.of(
            Map.of("name", "ANGLE", "value", "7"), Map.of("name", "API_KEY", "value", "s3cr3t")));
    String batch = task.submit(1, definition);
    JsonNode reproduction = task.api.get(task.path + "/jobs/" + batch + ":0/reproduce").body();
    assertThat(reproduction.path("command").asString())
        .startsWith("curl -fsS --create-dirs -o inputs/in/mesh.bin 'http")
        .contains("docker run --rm", "-e ANGLE=7", "-e API_KEY ", "solve s3://")
        .doesNotContain("s3cr3t");
    assertThat(reproduction.at("/inputs/0/path").asString()).isEqualTo("in/mesh.bin");
    assertThat(reproduction.at("/secrets/0").asString()).isEqualTo("API_KEY");
  }

  private ApiResponse simulate(List<?> batches) {
    return task.api.post(
        task.path + "/jobs/simulate", JsonMapper.shared().writeValueAsString(batches));
  }

  private static Map<String, Object> batch(int size, Map<String, Object> definition) {
    return Map.of("batchSize", size, "htcJobDefinition", definition);
  }

  /** A definition for an architecture that no host has. */
  private static Map<String, Object> elsewhere() {
    Map<String, Object> definition = script("true");
    definition.put("architecture", "AARCH64");
    return definition;
  }
}
