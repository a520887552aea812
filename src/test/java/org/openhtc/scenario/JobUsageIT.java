package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.TestTask.definition;
import static org.openhtc.testing.TestTask.script;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What jobs used of their host, which is on this machine. */
@ServiceTest
class JobUsageIT {
  /** tail keeps all that it reads, and waits until sleep ends. */
  private static final String USES_100_MIB =
      "head -c 104857600 /dev/zero | tail -c 104857600 | sleep 12";

  @Autowired TestTask task;

  @Test
  void memoryAndCpuTimeOfJobsAreShown() {
    Map<String, Object> definition = script(USES_100_MIB);
    definition.put("maxMemory", 256);
    String batch = task.submit("g", 2, definition, 0);
    task.awaitCounts(Map.of("SUCCEEDED", 2));
    JsonNode job = task.job(batch, 0);
    assertThat(job.path("peakMemoryMiB").asInt()).isBetween(100, 140);
    assertThat(job.path("cpuTimeMillis").asInt()).isBetween(10, 20_000);
    JsonNode peak =
        task.api
            .get(task.path + "/group-summary-statistics?group=g&includeUsage=true")
            .body()
            .at("/items/0/usage/peakMemoryMiB");
    assertThat(List.of("median", "p95", "maximum"))
        .allSatisfy(name -> assertThat(peak.path(name).asInt()).as(name).isBetween(100, 140));
  }

  @Test
  void jobWhoseContainerNeverRanHasNoUsage() {
    String batch = task.submit(1, definition("/no-such-program"));
    task.awaitCounts(Map.of("FAILED", 1));
    assertThat(task.job(batch, 0).has("peakMemoryMiB")).isFalse();
  }
}
