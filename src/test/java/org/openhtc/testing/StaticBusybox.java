package org.openhtc.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * The program busybox of Debian's package busybox-static: the machine's own, or downloaded once.
 */
final class StaticBusybox {
  private static final Path KEPT = TestFork.path("busybox");

  private StaticBusybox() {}

  static byte[] binary() throws IOException {
    return Files.readAllBytes(path());
  }

  static List<String> applets() throws IOException {
    Path busybox = path().toAbsolutePath();
    return Command.run(Path.of("."), busybox.toString(), "--list")
        .lines()
        .filter(applet -> !applet.equals("busybox"))
        .toList();
  }

  private static synchronized Path path() throws IOException {
    Path own = Path.of("/bin/busybox");
    if (Files.isExecutable(own) && isStatic(own)) {
      return own;
    }
    if (!Files.isExecutable(KEPT)) {
      download();
    }
    return KEPT;
  }

  private static boolean isStatic(Path program) {
    try {
      Command.run(Path.of("/"), "ldd", program.toString());
      return false;
    } catch (IOException notDynamic) {
      return true;
    }
  }

  private static void download() throws IOException {
    Path directory = Files.createTempDirectory("openhtc-busybox");
    try {
      Command.run(directory, "apt-get", "download", "busybox-static");
      Command.run(directory, "sh", "-c", "dpkg -x busybox-static*.deb .");
    } catch (IOException e) {
      Assumptions.abort("skipped: no static busybox here: " + e.getMessage());
    }
    Files.createDirectories(KEPT.getParent());
    Files.copy(directory.resolve("bin/busybox"), KEPT, StandardCopyOption.COPY_ATTRIBUTES);
    Command.run(Path.of("/"), "rm", "-rf", directory.toString());
  }
}
