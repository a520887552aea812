package org.openhtc.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** A number that outlives the service: a port, or the process that listens there. */
record KeptNumber(Path file) {

  static final int HIGHEST_PORT = 65535;

  /** Empty also when the file is damaged, as a crash of the machine may leave it. */
  OptionalInt read(int highest) throws IOException {
    String text =
        Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1).strip() : "";
    return text.matches("[1-9][0-9]{0,8}")
        ? IntStream.of(Integer.parseInt(text)).filter(number -> number <= highest).findFirst()
        : OptionalInt.empty();
  }

  /** Moved into place when it is on the disk, so that a crash leaves the old number or this one. */
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
