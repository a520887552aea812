package org.openhtc.execution.output;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.job.log.JobLogLine;

/**
 * Distinguishes a command that could not be started from a program that ended with the same code.
 * With an init process the engine's start succeeds in both cases; only the output of the init
 * process differs. It is tini, which Docker ships as {@code docker-init}.
 */
public final class TiniExit {
  private static final Pattern MESSAGE =
      Pattern.compile("\\[FATAL tini \\(\\d+\\)] (exec .* failed: .*)");

  private TiniExit() {}

  /** tini exits with 127 if the command does not exist and with 126 if it is not executable. */
  public static boolean isPossible(ContainerState state) {
    return state.phase() == Phase.EXITED && (state.exitCode() == 126 || state.exitCode() == 127);
  }

  /**
   * Why the command could not be started; empty if it was started.
   *
   * @param log the last lines of the log, two or more if there are as many
   */
  public static Optional<String> failure(List<JobLogLine> log) {
    if (log.size() != 1) {
      return Optional.empty();
    }
    Matcher message = MESSAGE.matcher(log.getFirst().message());
    return message.matches() ? Optional.of(message.group(1)) : Optional.empty();
  }
}
