package org.openhtc.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import java.util.stream.LongStream;
import org.slf4j.LoggerFactory;

/**
 * {@code ./openhtc chaos --seeds 1-200 --seconds 20}: one run for each seed. With {@code --real},
 * the hosts have Docker engines of their own instead of simulated ones. Ends with 1 if a run found
 * a violation; the logs of its replicas are then in {@code target/chaos}.
 *
 * <p>With {@code --report}, each result is stored in {@code benchmarks/results} beside those of
 * other seeds, and {@code docs/reliability.md} is written from all of them; {@code --seeds 1-0}
 * runs no seed.
 */
final class ChaosProgram {
  private static final Path PAGE = Path.of("docs", "reliability.md");
  private static final Path LOGS = Path.of("target", "chaos");
  private static final Path RESULTS = Path.of("benchmarks", "results");
  static final ResultFile SIMULATED = file("simulated");
  static final ResultFile REAL = file("real");
  private static final int MOST_PRINTED = 20;

  private ChaosProgram() {}

  private static ResultFile file(String hosts) {
    return new ResultFile(RESULTS.resolve("chaos_%s.jsonl".formatted(hosts)));
  }

  public static void main(String[] words) throws IOException {
    logNothing();
    Map<String, String> arguments = arguments(List.of(words));
    boolean isReal = arguments.containsKey("--real");
    long[] seeds = seeds(arguments.getOrDefault("--seeds", "1-20"));
    Duration time = Duration.ofSeconds(Long.parseLong(arguments.getOrDefault("--seconds", "20")));
    boolean isReported = arguments.containsKey("--report");
    boolean isCorrect = seeds.length == 0 || run(isReal, seeds, time, isReported);
    if (isReported) {
      writePage();
    }
    System.exit(isCorrect ? 0 : 1);
  }

  /** Returns false after a violation, or if a run could not end. */
  private static boolean run(boolean isReal, long[] seeds, Duration time, boolean isReported)
      throws IOException {
    boolean isCorrect = true;
    int next = 0;
    while (next < seeds.length) {
      try (ChaosCluster cluster = isReal ? ChaosCluster.real() : ChaosCluster.simulated()) {
        boolean isIntact = true;
        for (; isIntact && next < seeds.length; next++) {
          RunResult result = result(cluster, seeds[next], time);
          print(result);
          if (isReported) {
            (isReal ? REAL : SIMULATED).add(result);
            writePage();
          }
          isIntact = result.isCorrect();
          isCorrect &= isIntact;
        }
      }
    }
    return isCorrect;
  }

  /** After a violation the next seed gets a new cluster: what is left could violate its rules. */
  private static RunResult result(ChaosCluster cluster, long seed, Duration time)
      throws IOException {
    ChaosRun run = new ChaosRun(cluster, seed, time);
    RunResult result;
    try {
      result = run.run();
    } catch (RuntimeException failed) {
      result = run.failed(failed);
    }
    if (!result.isCorrect()) {
      cluster.replicas().copyLogs(LOGS.resolve("seed-" + seed));
    }
    return result;
  }

  private static void writePage() throws IOException {
    String present = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    Files.writeString(PAGE, new ReliabilityPage(SIMULATED.read(), REAL.read()).text(present));
  }

  /**
   * The database, the store and the engines are in this process, and their logs hide the results.
   */
  private static void logNothing() {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    LogManager.getLogManager().reset();
  }

  private static Map<String, String> arguments(List<String> words) {
    Map<String, String> arguments = new HashMap<>();
    for (int i = 0; i < words.size(); i++) {
      boolean hasValue = i + 1 < words.size() && !words.get(i + 1).startsWith("--");
      arguments.put(words.get(i), hasValue ? words.get(++i) : "");
    }
    return arguments;
  }

  /** One seed, or the first and the last one with a hyphen between them; 1-0 is none. */
  private static long[] seeds(String text) {
    String[] ends = text.split("-", -1);
    return LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]))
        .toArray();
  }

  private static void print(RunResult result) {
    System.out.printf(
        "seed %d: %d jobs, %d containers, %d steps, %d s %s, %s%n",
        result.seed(),
        result.jobs(),
        result.containers(),
        result.stepCount(),
        result.seconds(),
        result.parts(),
        result.isCorrect() ? "correct" : result.violations().size() + " VIOLATIONS");
    result.violations().stream()
        .limit(MOST_PRINTED)
        .forEach(violation -> System.out.println("  " + violation));
  }
}
