package org.openhtc.lease;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The name of a process as a holder of leases. On Linux it contains the run of the machine, the
 * namespaces and the user of the process, and its id and start time. So a process of the same place
 * can prove that the holder has ended, and need not wait until its leases expire. Names of other
 * places prove nothing.
 *
 * @param place what two processes must have in common to see each other in {@code /proc}; empty
 *     where it is not known
 * @param process id and start time; no two processes of a place have the same ones
 * @param unique differs for all processes of all places
 */
record HolderName(String place, String process, String unique) {
  private static final Path PROC = Path.of("/proc");
  private static final String SEPARATOR = " ";

  /** The state is the first field after the name, which may contain blanks and brackets. */
  private static final int STATE = 0;

  private static final int START_TIME = 19;

  /** The name of this process, or of a part of it that holds its own leases. */
  static HolderName ofThisProcess() {
    String unique = UUID.randomUUID().toString();
    long pid = ProcessHandle.current().pid();
    return stat(pid)
        .map(stat -> new HolderName(placeOfThisProcess(), processOf(pid, stat), unique))
        .orElseGet(() -> new HolderName("", "", unique));
  }

  /** Reads the stored form; a form of another version has no place. */
  static HolderName parse(String stored) {
    String[] parts = stored.split(SEPARATOR, -1);
    return parts.length == 3
        ? new HolderName(parts[0], parts[1], parts[2])
        : new HolderName("", "", stored);
  }

  String stored() {
    return String.join(SEPARATOR, place, process, unique);
  }

  /** Whether that holder is a process of the same place which has certainly ended. */
  boolean knowsEndOf(HolderName other) {
    return !place.isEmpty()
        && place.equals(other.place)
        && other.process.matches("[1-9][0-9]{0,9}:[0-9]+")
        && !isRunning(other.process);
  }

  private static boolean isRunning(String process) {
    long pid = Long.parseLong(process.substring(0, process.indexOf(':')));
    return stat(pid)
        .filter(stat -> processOf(pid, stat).equals(process))
        .filter(stat -> !isZombie(stat))
        .isPresent();
  }

  private static String processOf(long pid, List<String> stat) {
    return pid + ":" + stat.get(START_TIME);
  }

  /** It has ended, but its parent has not read its exit code. */
  private static boolean isZombie(List<String> stat) {
    return stat.get(STATE).equals("Z") || stat.get(STATE).equals("X");
  }

  /** The fields after the name; empty if there is no such process. */
  private static Optional<List<String>> stat(long pid) {
    try {
      String line = Files.readString(PROC.resolve(String.valueOf(pid)).resolve("stat"));
      List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
      return fields.size() > START_TIME ? Optional.of(fields) : Optional.empty();
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  /**
   * Empty if any part is not known. The user is a part, because /proc may hide the processes of
   * others; the time namespace, because start times depend on it.
   */
  private static String placeOfThisProcess() {
    try {
      List<String> parts = new ArrayList<>();
      parts.add(Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip());
      parts.add(Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString());
      Path time = PROC.resolve("self/ns/time");
      parts.add(Files.exists(time) ? Files.readSymbolicLink(time).toString() : "");
      parts.add(Files.getAttribute(PROC.resolve("self"), "unix:uid").toString());
      return String.join("/", parts);
    } catch (IOException | UnsupportedOperationException unknown) {
      return "";
    }
  }
}
