package org.openhtc.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** A file with one number that must survive a restart of the service: a port or a process id. */
record NumberFile(Path file) {

  static final int MAX_PORT = 65535;

  /**
   * Empty when there is no file, its number is larger than {@code max}, or it is damaged, for
   * example by a crash of the machine.
   */
  OptionalInt read(int max) throws IOException {
    String text =
        Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1).strip() : "";
    return text.matches("[1-9][0-9]{0,8}")
        ? IntStream.of(Integer.parseInt(text)).filter(number -> number <= max).findFirst()
        : OptionalInt.empty();
  }

  /** Writes atomically: after a crash the file contains either the old or the new number. */
  void write(long number) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(
        draft,
        number + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
