package org.openhtc.chaos;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes {@code docs/reliability.md} from the results of {@code ./openhtc chaos}.
 *
 * @param simulated the results with simulated hosts
 * @param real the results with Docker engines
 */
record ReliabilityPage(List<RunResult> simulated, List<RunResult> real) {
  /** From this heading on, the page is written by hand. */
  private static final String BY_HAND = "## Found and fixed";

  private static final String INTRODUCTION =
      """
      # Reliability

      `./openhtc chaos --seeds 1-200 --seconds 20 --report` adds its results to those of earlier commands, in
      `benchmarks/results`, and writes the tables of this page from all of them. Three processes of the service
      share one PostgreSQL, one object store and four simulated Docker engines. Each process has a process
      namespace of its own, as on a machine of its own, and reaches the database and the store through proxies of
      the test. A seed determines which jobs are submitted, cancelled and retried, and what breaks when:
      `./openhtc chaos --seeds 17 --seconds 20` repeats the plan of seed 17. After a violation the logs of the
      processes are in `target/chaos`. With `--real`, two Docker engines run the jobs, and the jobs themselves
      send marks to the test. Each batch then has an image of its own, which the engines pull from a registry that
      all processes share; the registry breaks, too. A step follows the previous one after 0.1 to 1 s, with Docker
      engines after 0.1 to 4 s.

      The processes stay from one seed to the next one; each seed has a project of its own. These settings differ
      from their defaults: a lease lasts 2 s, the containers of a host are listed at least every 3 s, a
      host that failed gets a test container after 3 s, and a job returns to the queue only if its host was
      unreachable for 10 minutes.

      When all faults have ended, what the engines or the jobs recorded is compared with the responses of the API:

      - every submitted job is listed once and has ended; no other job exists or had a container
      - the history of each job is in order, without gaps, has no double end, and ends with the job's status
      - a job that succeeded has a container with exit code 0 for each success in its history, and the exit code of
        a failed job is that of its container
      - a job fails only by its own program, or because a user cancelled it; a request retries a job at most once
      - no attempt ran twice, and no two attempts of a job ran at the same time
      - the log of a job whose program came to its end has exactly the lines that the program printed. If its
        Docker engine had been killed during a part of the run, the last lines may be missing, see
        [Limits](#limits)
      - the counters of the task equal its jobs, and the [ledger](operations.md#the-ledger) has no discrepancy
      - 60 seconds after the end of the jobs and the last start of a process, no container of a job is left, no log
        in the database or in the store belongs to no attempt that ran, no upload and no temporary file is
        unfinished, and the tokens of the ended jobs obtain no credentials for the store. A container with which a
        killed process was setting up a host's firewall may stay 130 seconds

      `VerdictTest` and `HistoryCheckTest` show for each of these rules that it finds a violation.
      """;

  /**
   * @param present the page as it is; empty if there is none
   * @throws IllegalArgumentException if the page has not the heading of the part by hand, which
   *     would be lost
   */
  String text(String present) {
    int byHand = present.indexOf(BY_HAND);
    if (byHand < 0 && !present.isEmpty()) {
      throw new IllegalArgumentException("The page has no heading '%s'".formatted(BY_HAND));
    }
    String end = byHand < 0 ? BY_HAND + "\n" : present.substring(byHand);
    return String.join(
        "\n",
        INTRODUCTION,
        section("Simulated engines", simulated),
        section("Docker engines", real),
        end);
  }

  private static String section(String title, List<RunResult> results) {
    return results.isEmpty()
        ? "## %s\n\nNo seed was run.\n".formatted(title)
        : String.join("\n", summary(title, results), steps(results), seeds(results));
  }

  private static String summary(String title, List<RunResult> results) {
    return """
    ## %s

    | what | figure |
    | --- | --- |
    | seeds | %d |
    | jobs | %d |
    | containers that ran | %d |
    | seeds with a violation | %d |
    """
        .formatted(
            title,
            results.size(),
            results.stream().mapToLong(RunResult::jobs).sum(),
            results.stream().mapToLong(RunResult::containers).sum(),
            results.stream().filter(result -> !result.isCorrect()).count());
  }

  private static String steps(List<RunResult> results) {
    Map<String, Long> counts = new TreeMap<>();
    results.forEach(
        result -> result.steps().forEach((kind, count) -> counts.merge(kind, count, Long::sum)));
    return counts.entrySet().stream()
        .map(kind -> "| `%s` | %d |\n".formatted(kind.getKey(), kind.getValue()))
        .collect(Collectors.joining("", "| step | how often |\n| --- | --- |\n", ""));
  }

  private static String seeds(List<RunResult> results) {
    String head =
        """
        | seed | seconds with faults | jobs | containers | steps | seconds in all | violations |
        | --- | --- | --- | --- | --- | --- | --- |
        """;
    return results.stream().map(ReliabilityPage::row).collect(Collectors.joining("", head, ""));
  }

  private static String row(RunResult result) {
    return "| %d | %d | %d | %d | %d | %d | %d |\n"
        .formatted(
            result.seed(),
            result.faultSeconds(),
            result.jobs(),
            result.containers(),
            result.stepCount(),
            result.seconds(),
            result.violations().size());
  }
}
