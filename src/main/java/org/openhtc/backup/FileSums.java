package org.openhtc.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The SHA-256 sums of the files of a backup, in the format of {@code sha256sum}. */
final class FileSums {
  private static final int DIGITS = 64;
  private static final String GAP = "  ";

  private final Map<String, String> sums = new LinkedHashMap<>();

  /** Adds a file, or replaces its sum. */
  void put(Path file, String sum) {
    sums.put(file.toString(), sum);
  }

  /** Removes a file that has vanished. */
  void remove(Path file) {
    sums.remove(file.toString());
  }

  /**
   * Compares these sums with those of other files.
   *
   * @throws BackupException if a file is missing or different
   */
  void requireSame(FileSums others) {
    sums.forEach((name, sum) -> {
      if (!sum.equals(others.sums.get(name))) {
        throw new BackupException("'%s' of the backup is missing or damaged.".formatted(name));
      }
    });
  }

  int count() {
    return sums.size();
  }

  void write(Path target) throws IOException {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(sums)
        .forEach((name, sum) -> {
          String escaped = name.replace("\\", "\\\\").replace("\n", "\\n");
          String mark = escaped.equals(name) ? "" : "\\";
          text.append(mark).append(sum).append(GAP).append(escaped).append('\n');
        });
    Files.writeString(target, text);
  }

  static FileSums read(Path source) throws IOException {
    FileSums read = new FileSums();
    for (String line : Files.readAllLines(source)) {
      boolean isEscaped = line.startsWith("\\");
      String plain = isEscaped ? line.substring(1) : line;
      String name = plain.substring(DIGITS + GAP.length());
      read.sums.put(isEscaped ? unescape(name) : name, plain.substring(0, DIGITS));
    }
    return read;
  }

  private static String unescape(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '\\') {
        i++;
        text.append(name.charAt(i) == 'n' ? '\n' : name.charAt(i));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
