package org.openhtc.replicas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.openhtc.testing.Command;

/**
 * The wall clock of one process, which a test can set without a change of the machine's clock. It
 * needs a C compiler; without one the clock can't be set.
 */
public final class MachineClock {
  private static final String SOURCE = "/replicas/clock.c";
  private static final Path COMPILER = Path.of("/usr/bin/cc");

  private final Path file;
  private final Path library;

  private MachineClock(Path file, Path library) {
    this.file = file;
    this.library = library;
  }

  /** Whether clocks can be set on this machine. */
  public static boolean isSettable() {
    return Files.isExecutable(COMPILER);
  }

  /** The clock of a process with that directory. */
  static MachineClock in(Path home) throws IOException {
    MachineClock clock = new MachineClock(home.resolve("clock"), home.resolve("clock.so"));
    if (isSettable()) {
      clock.compile(home.resolve("clock.c"));
      clock.shift(Duration.ZERO);
    }
    return clock;
  }

  private void compile(Path source) throws IOException {
    try (InputStream code =
        Objects.requireNonNull(MachineClock.class.getResourceAsStream(SOURCE))) {
      Files.copy(code, source, StandardCopyOption.REPLACE_EXISTING);
    }
    Command.run(
        Path.of("/"),
        COMPILER.toString(),
        "-shared",
        "-fPIC",
        "-O2",
        "-o",
        library.toString(),
        source.toString());
  }

  /** The environment variables of the process. */
  Map<String, String> environment() {
    return isSettable()
        ? Map.of("LD_PRELOAD", library.toString(), "OPENHTC_CLOCK_FILE", file.toString())
        : Map.of();
  }

  /** Sets the clock; a negative duration sets it back. */
  public void shift(Duration ahead) {
    ByteBuffer nanos =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, ahead.toNanos());
    try {
      Files.write(file, nanos.array(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
