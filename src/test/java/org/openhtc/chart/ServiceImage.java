package org.openhtc.chart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.openhtc.testing.Command;
import org.openhtc.testing.TestEngine;

/** The service's image, which {@code Dockerfile} makes on base images of this machine. */
final class ServiceImage {
  static final String REPOSITORY = "openhtc-test/service";
  static final String TAG = "1";

  private static final List<String> MADE =
      List.of(REPOSITORY, "eclipse-temurin", "openhtc-test/debian");

  private ServiceImage() {}

  /** Skips the test where the image can't be made. */
  static void assumePossible() {
    for (String command : List.of("docker version", "debootstrap --version", "unzip -v")) {
      Assumptions.assumeTrue(succeeds(command), "skipped: no " + command.split(" ")[0]);
    }
  }

  private static boolean succeeds(String command) {
    try {
      run(command.split(" "));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Makes the image, and writes it as an archive; the engine keeps no image. */
  static void save(Path archive) throws IOException {
    String name = REPOSITORY + ":" + TAG;
    try {
      run(
          "env",
          "JAVA_HOME=" + System.getProperty("java.home"),
          "launcher/compose/make-images.sh",
          "java");
      run("docker", "build", "--quiet", "--tag", name, ".");
      run("docker", "save", "--output", archive.toString(), name);
    } finally {
      for (String prefix : MADE) {
        TestEngine.removeImages(prefix);
      }
    }
  }

  private static void run(String... command) throws IOException {
    Command.run(Path.of("."), command);
  }
}
