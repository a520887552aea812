package org.openhtc.apidoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openhtc.job.FailureCode;

/**
 * The page about failures names a test for each cause, and every failure code but the unused one.
 */
class FailuresPageTest {
  private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)` \\|$", Pattern.MULTILINE);
  private static final Path TESTS = Path.of("src/test/java");

  private final String page = read(Path.of("docs/failures.md"));

  @Test
  void everyCauseHasATest() {
    Matcher tests = TEST.matcher(page);
    int rows = 0;
    while (tests.find()) {
      rows++;
      assertThat(source(tests.group(1))).contains("void " + tests.group(2) + "(");
    }
    assertThat(rows).isEqualTo(page.lines().filter(line -> line.startsWith("| ")).count() - 2);
  }

  @Test
  void everyFailureCodeHasACause() {
    assertThat(List.of(FailureCode.values()))
        .filteredOn(code -> code != FailureCode.UNKNOWN_FAILURE)
        .allMatch(code -> page.contains("`%s`".formatted(code.wireName())));
  }

  private static String source(String test) {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return read(
          files
              .filter(file -> file.endsWith(test + ".java"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("There is no test " + test)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
