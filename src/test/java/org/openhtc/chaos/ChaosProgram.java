package org.openhtc.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * {@code ./openhtc chaos --seeds 1-200 --seconds 20}: one run for each seed. With {@code --real},
 * the hosts have Docker engines of their own instead of simulated ones. With {@code --report},
 * {@code docs/reliability.md} is written. Ends with 1 if a run found a violation; the logs of its
 * replicas are then in {@code target/chaos}.
 */
final class ChaosProgram {
  private static final Path PAGE = Path.of("docs", "reliability.md");
  private static final Path LOGS = Path.of("target", "chaos");

  private ChaosProgram() {}

  public static void main(String[] words) throws IOException {
    Map<String, String> arguments = arguments(List.of(words));
    long[] seeds = seeds(arguments.getOrDefault("--seeds", "1-20"));
    Duration time = Duration.ofSeconds(Long.parseLong(arguments.getOrDefault("--seconds", "20")));
    List<ChaosRun.Result> results = new ArrayList<>();
    try (ChaosCluster cluster =
        arguments.containsKey("--real") ? ChaosCluster.real() : ChaosCluster.simulated()) {
      for (long seed : seeds) {
        ChaosRun.Result result = new ChaosRun(cluster, seed, time).run();
        results.add(result);
        print(result);
        if (!result.violations().isEmpty()) {
          cluster.replicas().copyLogs(LOGS.resolve("seed-" + seed));
        }
      }
    }
    if (arguments.containsKey("--report")) {
      String present = Files.exists(PAGE) ? Files.readString(PAGE) : "";
      Files.writeString(PAGE, new ReliabilityPage(results, time).text(present));
    }
    boolean isCorrect = results.stream().allMatch(result -> result.violations().isEmpty());
    System.exit(isCorrect ? 0 : 1);
  }

  private static Map<String, String> arguments(List<String> words) {
    Map<String, String> arguments = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      boolean hasValue = i + 1 < words.size() && !words.get(i + 1).startsWith("--");
      arguments.put(words.get(i), hasValue ? words.get(++i) : "");
    }
    return arguments;
  }

  /** One seed, or the first and the last one with a hyphen between them. */
  private static long[] seeds(String text) {
    String[] ends = text.split("-", -1);
    return LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]))
        .toArray();
  }

  private static void print(ChaosRun.Result result) {
    System.out.printf(
        "seed %d: %d jobs, %d containers, %d steps, %d s, %s%n",
        result.seed(),
        result.jobs(),
        result.containers(),
        result.stepCount(),
        result.time().toSeconds(),
        result.violations().isEmpty() ? "correct" : "VIOLATIONS");
    result.violations().forEach(violation -> System.out.println("  " + violation));
  }
}
