package org.openhtc.chaos.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openhtc.simulation.ContainerRun;

/**
 * Which faults of the engines may have cost lines of logs.
 *
 * @param failedCalls whether engines were made to fail calls for logs, so that the service may give
 *     a log up
 * @param unread runs of which a part fell into a time in which their engine had been killed, and so
 *     did not read what they printed
 */
public record LogLoss(boolean failedCalls, Set<ContainerRun> unread) {
  /** A log that an engine repeatedly did not send is replaced by a sentence. */
  private static final String GIVEN_UP = "[The log of this attempt is lost";

  /** Whether the lines are all that were printed, or lack some for one of these reasons. */
  boolean explains(List<String> lines, List<String> printed, Optional<ContainerRun> run) {
    return lines.equals(printed)
        || failedCalls && lines.size() == 1 && lines.getFirst().startsWith(GIVEN_UP)
        || isBeginning(lines, printed) && run.filter(unread::contains).isPresent();
  }

  private static boolean isBeginning(List<String> lines, List<String> printed) {
    return lines.size() < printed.size() && printed.subList(0, lines.size()).equals(lines);
  }
}
