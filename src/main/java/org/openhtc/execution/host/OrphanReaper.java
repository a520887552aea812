package org.openhtc.execution.host;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.attempt.AttemptCleanup;
import org.openhtc.execution.engine.ContainerEngine;

/**
 * Finds and removes orphans: containers of OpenHTC on the host whose attempt no job needs any more,
 * for example because the attempt ended while the service was down.
 */
final class OrphanReaper {
  private final String installation;
  private final AttemptCleanup cleanup;

  OrphanReaper(String installation, AttemptCleanup cleanup) {
    this.installation = installation;
    this.cleanup = cleanup;
  }

  /**
   * A container is created only for an attempt that is assigned already. So a container that was
   * listed before the assignments were read, and is not among them, is an orphan.
   *
   * @param listed attempts that have a container, read first
   * @param assigned attempts that should be on the host, read afterwards
   */
  static List<AttemptId> orphans(Collection<AttemptId> listed, Set<AttemptId> assigned) {
    return listed.stream().filter(attempt -> !assigned.contains(attempt)).toList();
  }

  /** Keeps the log of the attempt, then removes its container. */
  void reap(ContainerEngine engine, AttemptId attempt) throws InterruptedException {
    cleanup.cleanUp(engine, attempt.containerName(installation), attempt);
  }
}
