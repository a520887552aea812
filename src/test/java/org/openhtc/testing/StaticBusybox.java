package org.openhtc.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * The program busybox of Debian's package busybox-static: the installed one, or downloaded once.
 */
final class StaticBusybox {
  private static final Path DOWNLOADED = TestFork.path("busybox");

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
    Path installed = Path.of("/bin/busybox");
    if (Files.isExecutable(installed) && isStatic(installed)) {
      return installed;
    }
    if (!Files.isExecutable(DOWNLOADED)) {
      download();
    }
    return DOWNLOADED;
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
      Assumptions.abort("skipped: no static busybox: " + e.getMessage());
    }
    Files.createDirectories(DOWNLOADED.getParent());
    Files.copy(directory.resolve("bin/busybox"), DOWNLOADED, StandardCopyOption.COPY_ATTRIBUTES);
    Command.run(Path.of("/"), "rm", "-rf", directory.toString());
  }
}
