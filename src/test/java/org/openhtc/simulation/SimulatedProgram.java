package org.openhtc.simulation;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a container's command does.
 *
 * @param prints lines that it prints at its start
 * @param runTime from its start to its end; null: until it is stopped, killed or removed
 * @param exitCodeOnTerm with which it ends when it is stopped; 137: it ignores the signal
 * @param outOfMemory a process of it is killed by the memory limit at its end
 * @param refusal the engine's message if it can't be started; null if it can
 */
public record SimulatedProgram(
    List<String> prints,
    @Nullable Duration runTime,
    int exitCode,
    int exitCodeOnTerm,
    boolean outOfMemory,
    @Nullable String refusal) {
  static final int KILLED = 137;
  private static final int TERMINATED = 143;

  /** Prints nothing, and ends with an exit code after some time. */
  public static SimulatedProgram endsAfter(Duration runTime, int exitCode) {
    return new SimulatedProgram(List.of(), runTime, exitCode, TERMINATED, false, null);
  }

  /** Prints nothing, and ends with an exit code right after its start. */
  public static SimulatedProgram exits(int exitCode) {
    return endsAfter(Duration.ZERO, exitCode);
  }

  /** Runs until it is stopped, killed or removed. */
  public static SimulatedProgram runs() {
    return new SimulatedProgram(List.of(), null, 0, TERMINATED, false, null);
  }

  public SimulatedProgram printing(List<String> lines) {
    return new SimulatedProgram(lines, runTime, exitCode, exitCodeOnTerm, outOfMemory, refusal);
  }

  public SimulatedProgram onTerm(int code) {
    return new SimulatedProgram(prints, runTime, exitCode, code, outOfMemory, refusal);
  }

  public SimulatedProgram runningOutOfMemory() {
    return new SimulatedProgram(prints, runTime, exitCode, exitCodeOnTerm, true, refusal);
  }

  public SimulatedProgram refusedWith(String message) {
    return new SimulatedProgram(prints, runTime, exitCode, exitCodeOnTerm, outOfMemory, message);
  }

  SimulatedProgram endingAfter(Duration time) {
    return new SimulatedProgram(prints, time, exitCode, exitCodeOnTerm, outOfMemory, refusal);
  }

  /**
   * The engine's refusal; null if the container starts. A command that does not exist is found by
   * the init process, after the start.
   */
  @Nullable String refusalBeforeStart() {
    return refusal == null || isFoundByInit(refusal) ? null : refusal;
  }

  /** What happens after the start: with a refusal the init process ends with its own message. */
  SimulatedProgram afterStart() {
    if (refusal == null || !isFoundByInit(refusal)) {
      return this;
    }
    int code = refusal.contains("Permission denied") ? 126 : 127;
    return exits(code).printing(List.of("[FATAL tini (7)] " + refusal));
  }

  private static boolean isFoundByInit(String message) {
    return message.startsWith("exec ");
  }

  boolean ignoresTerm() {
    return exitCodeOnTerm == KILLED;
  }
}
