package org.openhtc.execution.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of a container may do and use.
 *
 * @param capabilities of a process of root in the container, such as {@code CHOWN}; no other user
 *     has any, and no process can gain another one
 * @param pids processes and threads at most
 * @param openFiles open files of one process at most
 * @param fileBytes size of one file at most; null for no limit
 */
public record ProcessLimits(
    List<String> capabilities, long pids, long openFiles, @Nullable Long fileBytes) {

  /** For containers of OpenHTC itself: no capabilities, few processes. */
  public static final ProcessLimits LEAST = new ProcessLimits(List.of(), 16, 1024, null);
}
