package org.openhtc.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
  @TempDir Path directory;
  private ResultFile file;

  @BeforeEach
  void file() {
    file = new ResultFile(directory.resolve("new").resolve("results.jsonl"));
  }

  @Test
  void commandsBeforeTheFirstResultHaveNone() throws IOException {
    assertThat(file.read()).isEmpty();
  }

  @Test
  void resultsOfOtherSeedsAreKept() throws IOException {
    file.add(result(10, 20, "a job is lost"));
    file.add(result(9, 20));
    file.add(result(9, 300));
    assertThat(file.read())
        .containsExactly(result(9, 20), result(9, 300), result(10, 20, "a job is lost"));
  }

  @Test
  void laterResultOfTheSamePlanReplacesTheEarlierOne() throws IOException {
    file.add(result(9, 20, "a job is lost"));
    file.add(result(9, 20));
    assertThat(file.read()).containsExactly(result(9, 20));
  }

  private static RunResult result(long seed, long faultSeconds, String... violations) {
    return new RunResult(
        seed,
        faultSeconds,
        100,
        90,
        Map.of("KillReplica", 2L),
        31,
        Map.of("faults", 20L),
        List.of(violations));
  }
}
