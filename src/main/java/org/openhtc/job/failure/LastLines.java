package org.openhtc.job.failure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.openhtc.job.log.LogFormat;
import org.springframework.stereotype.Component;

/** Divides the jobs of a cause by the last lines of their logs, which usually contain the error. */
@Component
class LastLines {
  /** Enough for the frequent lines; reading more would cost much for tasks with many causes. */
  private static final int SAMPLE = 20;

  private static final int MOST_LINES = 5;
  private static final int LONGEST = 300;

  /** Jobs count or measure: lines that differ only in numbers have the same meaning. */
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final FailedLogQueries logs;

  LastLines(FailedLogQueries logs) {
    this.logs = logs;
  }

  /**
   * The lines with the most jobs first. Jobs that have written nothing are left out, and so are
   * those whose log is too large for the database.
   */
  List<LastLine> of(UUID task, FailureGroup cause) {
    Map<String, List<LastLine>> byText = new LinkedHashMap<>();
    for (FailedLog log : logs.sample(task, cause, SAMPLE)) {
      LogFormat.lastText(log.log())
          .filter(text -> !text.isBlank())
          .map(text -> text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text)
          .ifPresent(text ->
              byText
                  .computeIfAbsent(NUMBER.matcher(text).replaceAll("0"), key -> new ArrayList<>())
                  .add(new LastLine(text, 1, log.job().toString())));
    }
    return byText.values().stream()
        .map(LastLines::together)
        .sorted(Comparator.comparing(LastLine::jobs).reversed())
        .limit(MOST_LINES)
        .toList();
  }

  private static LastLine together(List<LastLine> equal) {
    LastLine first = equal.getFirst();
    return new LastLine(first.line(), equal.size(), first.exampleJobId());
  }
}
