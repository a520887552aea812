package org.openhtc.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/errors.md has exactly one row for each error code. */
class ErrorCodesDocumentedTest {
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (\\d{3}) \\| .{10,}\\. \\|");

  @Test
  void everyCodeIsInTheTableWithItsStatusAndMeaning() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("docs/errors.md")).stream()
            .map(ROW::matcher)
            .filter(row -> row.matches())
            .map(row -> row.group(1) + " " + row.group(2))
            .toList();
    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ErrorCode.values())
                .map(code -> code.wireName() + " " + code.status().value())
                .toList());
  }
}
