package org.openhtc.execution.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command does on a {@link FakeContainerEngine}.
 *
 * @param prints lines that it prints at its start
 * @param exitCode with which it ends at once; null: runs until it is stopped, killed or ended
 * @param exitCodeOnTerm with which it ends when it is stopped
 * @param outOfMemory a process of it is killed by the memory limit
 * @param refusal the engine's message if it can't be started; null if it can
 * @param isFinal whether the engine reports the refusal as final
 */
public record FakeProgram(
    List<String> prints,
    @Nullable Integer exitCode,
    int exitCodeOnTerm,
    boolean outOfMemory,
    @Nullable String refusal,
    boolean isFinal) {

  public static FakeProgram exits(int exitCode) {
    return new FakeProgram(List.of(), exitCode, 143, false, null, true);
  }

  /** Runs until it is stopped, killed, or ended by the test. */
  public static FakeProgram runs() {
    return new FakeProgram(List.of(), null, 143, false, null, true);
  }

  /** A child or, with 137, the main process is killed by the memory limit. */
  public static FakeProgram runsOutOfMemory(int exitCode) {
    return new FakeProgram(List.of(), exitCode, 143, true, null, true);
  }

  public static FakeProgram cannotStart(String message) {
    return new FakeProgram(List.of(), 128, 143, false, message, true);
  }

  /** As {@link #cannotStart}, with an error that may be temporary as far as its status shows. */
  public static FakeProgram failsToStart(String message) {
    return new FakeProgram(List.of(), 128, 143, false, message, false);
  }

  public FakeProgram printing(String... lines) {
    return new FakeProgram(List.of(lines), exitCode, exitCodeOnTerm, outOfMemory, refusal, isFinal);
  }

  public FakeProgram onTerm(int code) {
    return new FakeProgram(prints, exitCode, code, outOfMemory, refusal, isFinal);
  }
}
