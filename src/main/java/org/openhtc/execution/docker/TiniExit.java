package org.openhtc.execution.docker;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openhtc.execution.engine.ContainerState;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.LogLine;

/**
 * Tells a command that could not be started from a program that ended with the same code. With an
 * init process the engine's start succeeds either way; only init's own last words differ. The words
 * are those of tini, which Docker ships as {@code docker-init}.
 */
final class TiniExit {
  private static final Pattern WORDS =
      Pattern.compile("\\[FATAL tini \\(\\d+\\)] (exec .* failed: .*)");

  private TiniExit() {}

  /** tini ends with 127 when the command is not there and with 126 when it may not be run. */
  static boolean isPossible(ContainerState state) {
    return state.phase() == Phase.EXITED && (state.exitCode() == 126 || state.exitCode() == 127);
  }

  /** Why the command could not be started; empty when it was. */
  static Optional<String> refusal(List<LogLine> log) {
    if (log.size() != 1) {
      return Optional.empty();
    }
    Matcher words = WORDS.matcher(log.getFirst().message());
    return words.matches() ? Optional.of(words.group(1)) : Optional.empty();
  }
}
