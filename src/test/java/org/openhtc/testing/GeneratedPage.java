package org.openhtc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation that a test draws from the code. */
public final class GeneratedPage {
  private static final String SWITCH = "openhtc.write-docs";

  private GeneratedPage() {}

  /**
   * Fails when the page is another; with {@code -Dopenhtc.write-docs=true} it is written instead.
   *
   * @param test whose run writes the page
   */
  public static void require(Path page, String content, Class<?> test) {
    try {
      if (Boolean.getBoolean(SWITCH)) {
        Files.writeString(page, content);
      }
      assertThat(Files.exists(page) ? Files.readString(page) : "")
          .as(
              "%s is drawn by a test; write it anew: ./mvnw -B surefire:test -Dtest=%s -D%s=true",
              page, test.getSimpleName(), SWITCH)
          .isEqualTo(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
