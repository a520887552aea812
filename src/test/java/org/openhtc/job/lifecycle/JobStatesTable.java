package org.openhtc.job.lifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobStatus;

/**
 * The table of {@code docs/job-states.md}: the effect of each event in each status, which is the
 * next status and possibly a failure code. The code is held to it, for single jobs and for sets.
 */
final class JobStatesTable {
  /** The event does not apply and changes nothing. */
  static final String NO_EFFECT = "-";

  private static final Path PAGE = Path.of("docs/job-states.md");

  private final List<JobStatus> statuses;
  private final Map<String, List<String>> rows = new LinkedHashMap<>();

  private JobStatesTable(List<List<String>> lines) {
    statuses = lines.getFirst().stream().skip(1).map(JobStatus::valueOf).toList();
    lines.stream()
        .skip(2)
        .forEach(cells -> rows.put(cells.getFirst(), cells.subList(1, cells.size())));
  }

  static JobStatesTable read() {
    try {
      return new JobStatesTable(
          Files.readAllLines(PAGE).stream()
              .filter(line -> line.startsWith("|"))
              .map(line -> Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList())
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> events() {
    return List.copyOf(rows.keySet());
  }

  List<JobStatus> statuses() {
    return statuses;
  }

  /** The effects of an event by status. */
  Map<JobStatus, String> effects(String event) {
    List<String> cells = Objects.requireNonNull(rows.get(event), event);
    Map<JobStatus, String> effects = new LinkedHashMap<>();
    IntStream.range(0, statuses.size()).forEach(i -> effects.put(statuses.get(i), cells.get(i)));
    return effects;
  }

  /** A cell for a job that has that status and failure code after the event. */
  static String cell(JobStatus status, @Nullable String failureCode) {
    return failureCode == null ? status.name() : status + " " + failureCode;
  }
}
