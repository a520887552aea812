package org.openhtc.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** The types in the page's scripts, checked by TypeScript, and that nothing in them is unused. */
class PageTypesIT {
  private static final String COMPILER = "typescript@5.9.3";
  private static final Path PAGE = Path.of("src/main/resources/page");
  private static final Path LIBRARY = Path.of("src/test/resources/types/preact.module.d.ts");
  private static final Path DIRECTORY = Path.of("target", "page-types");
  private static final Path OUTPUT = DIRECTORY.resolve("output.log");

  private static final String[] CHECK = {
    "node_modules/.bin/tsc",
    "--noEmit",
    "--allowJs",
    "--checkJs",
    "--strict",
    "false",
    "--noUnusedLocals",
    "--noUnusedParameters",
    "--target",
    "es2023",
    "--lib",
    "es2023,dom,dom.iterable",
    "--module",
    "esnext",
    "--moduleResolution",
    "bundler",
    "page/main.js"
  };

  @BeforeAll
  static void copyThePage() throws IOException, InterruptedException {
    FileSystemUtils.deleteRecursively(DIRECTORY.resolve("page"));
    FileSystemUtils.copyRecursively(PAGE, DIRECTORY.resolve("page"));
    // At the address by which the page imports it.
    Path library = DIRECTORY.resolve("page/lib/preact/dist");
    Files.createDirectories(library);
    Files.copy(LIBRARY, library.resolve(LIBRARY.getFileName()));
    Assumptions.assumeTrue(hasCompiler(), "skipped: no npm");
  }

  @Test
  void scriptsHaveNoErrorsOfTypesAndNothingUnused() throws IOException, InterruptedException {
    assertThat(exitCode(CHECK)).as(Files.readString(OUTPUT)).isZero();
  }

  private static boolean hasCompiler() throws InterruptedException {
    try {
      return Files.exists(DIRECTORY.resolve(CHECK[0]))
          || exitCode("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", COMPILER)
              == 0;
    } catch (IOException noNpm) {
      return false;
    }
  }

  /**
   * Its output goes to a file: Node sets an inherited pipe to non-blocking, and on the standard
   * streams of this process Maven reads the results of the tests.
   */
  private static int exitCode(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(DIRECTORY.toFile())
            .redirectErrorStream(true)
            .redirectOutput(OUTPUT.toFile())
            .start();
    try {
      return process.waitFor(3, TimeUnit.MINUTES) ? process.exitValue() : -1;
    } finally {
      process.destroyForcibly();
    }
  }
}
