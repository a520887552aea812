package org.openhtc.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes {@code docs/reliability.md} from the results of {@code ./openhtc chaos --report}. */
record ReliabilityPage(List<ChaosRun.Result> results, Duration time) {
  /** From this heading on, the page is written by hand. */
  private static final String BY_HAND = "## Found and mended";

  private static final String INTRODUCTION =
      """
      # Reliability

      `./openhtc chaos --seeds 1-200 --seconds 20 --report` writes this page, except its last section. Three
      processes of the service share one PostgreSQL, one object store and four simulated Docker engines. Each
      process has a process namespace of its own, as on a machine of its own, and reaches the database and the
      store through proxies of the test. A seed determines which jobs are submitted, cancelled and retried, and
      what breaks when. `./openhtc chaos --seeds 17 --seconds 20` repeats the plan of seed 17; after a violation
      the logs of the processes are in `target/chaos`.

      When all faults have ended, what the engines recorded about each container is compared with the responses of
      the API:

      - every submitted job is listed once and has ended; its history is in order, without gaps, and ends with its
        status
      - a job that succeeded has a container with exit code 0 for each success in its history, and the exit code of
        a failed job is that of its container
      - no attempt ran twice, and no two attempts of a job ran at the same time
      - the log of a job that succeeded has exactly the lines that its container printed
      - the counters of the task equal its jobs, and the [ledger](operations.md#the-ledger) has no discrepancy
      - no container is left 60 seconds after the end of the jobs, and no log in the database or in the store
        belongs to no job
      """;

  /**
   * @param present the page as it is; empty if there is none
   */
  String text(String present) {
    int byHand = present.indexOf(BY_HAND);
    String end = byHand < 0 ? BY_HAND + "\n" : present.substring(byHand);
    return String.join("\n", INTRODUCTION, summary(), steps(), seeds(), end);
  }

  private String summary() {
    long violated = results.stream().filter(result -> !result.violations().isEmpty()).count();
    return """
    ## Results

    | what | figure |
    | --- | --- |
    | seeds | %d to %d |
    | seconds with faults per seed | %d |
    | jobs | %d |
    | containers that ran | %d |
    | seeds with a violation | %d |
    """
        .formatted(
            results.getFirst().seed(),
            results.getLast().seed(),
            time.toSeconds(),
            results.stream().mapToLong(ChaosRun.Result::jobs).sum(),
            results.stream().mapToLong(ChaosRun.Result::containers).sum(),
            violated);
  }

  private String steps() {
    Map<String, Long> counts = new TreeMap<>();
    results.forEach(
        result -> result.steps().forEach((kind, count) -> counts.merge(kind, count, Long::sum)));
    return counts.entrySet().stream()
        .map(kind -> "| `%s` | %d |\n".formatted(kind.getKey(), kind.getValue()))
        .collect(Collectors.joining("", "| step | how often |\n| --- | --- |\n", ""));
  }

  private String seeds() {
    String head =
        """
        | seed | jobs | containers | steps | seconds | violations |
        | --- | --- | --- | --- | --- | --- |
        """;
    return results.stream().map(ReliabilityPage::row).collect(Collectors.joining("", head, ""));
  }

  private static String row(ChaosRun.Result result) {
    return "| %d | %d | %d | %d | %d | %d |\n"
        .formatted(
            result.seed(),
            result.jobs(),
            result.containers(),
            result.stepCount(),
            result.time().toSeconds(),
            result.violations().size());
  }
}
