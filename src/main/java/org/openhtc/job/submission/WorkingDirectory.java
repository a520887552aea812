package org.openhtc.job.submission;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.openhtc.api.ApiException;

/**
 * The directory in which a job's process starts. Directories of the kernel are refused: through
 * some of them, older container runtimes gave access to the host's files.
 */
final class WorkingDirectory {
  private static final List<String> OF_KERNEL = List.of("/proc/", "/sys/", "/dev/");

  /** Memory of the job, like a directory for temporary files. */
  private static final String SHARED_MEMORY = "/dev/shm/";

  private WorkingDirectory() {}

  static String checked(String directory, String member) {
    String path = normalized(directory);
    if (OF_KERNEL.stream().anyMatch(path::startsWith) && !path.startsWith(SHARED_MEMORY)) {
      throw ApiException.invalid(
          "%s '%s' is in /proc, /sys or /dev.".formatted(member, TextRules.shown(directory)));
    }
    return directory;
  }

  /** The path without {@code .} and {@code ..}, with a slash at both ends. */
  private static String normalized(String directory) {
    Deque<String> names = new ArrayDeque<>();
    for (String name : directory.split("/", -1)) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return "/" + String.join("/", names) + "/";
  }
}
