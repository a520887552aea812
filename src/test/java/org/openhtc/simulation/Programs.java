package org.openhtc.simulation;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The programs of the containers of one engine. */
final class Programs {
  /** A label of the containers of jobs; the others are OpenHTC's own and end at once. */
  static final String JOB = "org.openhtc.job";

  /** The command of slots, which runs until it is stopped. */
  private static final List<String> PAUSE = List.of("/pause");

  /** What the command {@code print N} prints N times. */
  private static final String LINE = "x".repeat(100);

  private final Map<List<String>, SimulatedProgram> byArgv = new ConcurrentHashMap<>();
  private volatile SimulatedProgram others;

  Programs(SimulatedProgram others) {
    this.others = others;
  }

  void define(List<String> argv, SimulatedProgram program) {
    byArgv.put(List.copyOf(argv), program);
  }

  void otherwise(SimulatedProgram program) {
    others = program;
  }

  SimulatedProgram of(List<String> argv, Map<String, String> labels) {
    SimulatedProgram defined = byArgv.get(argv);
    if (defined != null) {
      return defined;
    }
    if (argv.equals(PAUSE)) {
      return SimulatedProgram.runs().onTerm(0);
    }
    if (!labels.containsKey(JOB)) {
      return SimulatedProgram.exits(0);
    }
    return argv.size() == 2 ? withArgument(argv.getFirst(), argv.getLast()) : others;
  }

  private SimulatedProgram withArgument(String command, String argument) {
    return switch (command) {
      case "sleep" -> others.endingAfter(seconds(argument));
      case "print" -> others.printing(Collections.nCopies(Integer.parseInt(argument), LINE));
      default -> others;
    };
  }

  private static Duration seconds(String text) {
    return Duration.ofNanos((long) (Double.parseDouble(text) * 1e9));
  }
}
