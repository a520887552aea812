package org.openhtc.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The last result of each seed and length, of all commands so far: one JSON object a line. */
record ResultFile(Path path) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Comparator<RunResult> ORDER =
      Comparator.comparingLong(RunResult::seed).thenComparingLong(RunResult::faultSeconds);

  /** Adds a result, or replaces an earlier one of the same plan. */
  void add(RunResult result) throws IOException {
    TreeSet<RunResult> results = new TreeSet<>(ORDER);
    results.add(result);
    results.addAll(read());
    Files.createDirectories(path.getParent());
    Files.writeString(
        path,
        results.stream()
            .map(each -> JSON.writeValueAsString(each) + "\n")
            .collect(Collectors.joining()));
  }

  /** In the order of the seeds; empty if there is no file. */
  List<RunResult> read() throws IOException {
    return Files.exists(path)
        ? Files.readAllLines(path).stream()
            .map(line -> JSON.readValue(line, RunResult.class))
            .sorted(ORDER)
            .toList()
        : List.of();
  }
}
