package org.openhtc.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** The results of all commands so far, one JSON object a line. */
record ResultFile(Path path) {
  private static final JsonMapper JSON = JsonMapper.shared();

  void append(RunResult result) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(
        path,
        JSON.writeValueAsString(result) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** The last result of each seed, in the order of the seeds. */
  List<RunResult> read() throws IOException {
    TreeMap<Long, RunResult> results = new TreeMap<>();
    if (Files.exists(path)) {
      for (String line : Files.readAllLines(path)) {
        RunResult result = JSON.readValue(line, RunResult.class);
        results.put(result.seed(), result);
      }
    }
    return List.copyOf(results.values());
  }
}
