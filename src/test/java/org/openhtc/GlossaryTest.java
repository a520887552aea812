package org.openhtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The glossary of docs/words.md defines each term once, and only terms that are in use. */
class GlossaryTest {
  private static final String PAGE = "docs/words.md";
  private static final Pattern ENTRY = Pattern.compile("(?m)^\\| \\*\\*(.+?)\\*\\* \\| (.*) \\|$");

  @Test
  void everyTermIsDefinedOnce() {
    assertThat(terms()).hasSizeGreaterThan(40).doesNotHaveDuplicates();
  }

  @Test
  void everyDefinitionIsASentence() {
    assertThat(entries()).allSatisfy(entry -> assertThat(entry.group(2)).matches("[A-Z0-9].+\\."));
  }

  @Test
  void everyTermIsUsed() {
    String texts =
        ProseFiles.read().entrySet().stream()
            .filter(file -> !file.getKey().equals(PAGE))
            .map(file -> file.getValue())
            .collect(Collectors.joining("\n"));
    List<String> unused = new ArrayList<>(terms());
    unused.removeIf(term -> use(term).matcher(texts).find());
    assertThat(unused).as("terms that neither code nor documentation use").isEmpty();
  }

  /** In prose, and in names such as {@code WaitingClass} and {@code waiting_class}. */
  private static Pattern use(String term) {
    return Pattern.compile(term.replace(" ", "[\\s_*/-]*"), Pattern.CASE_INSENSITIVE);
  }

  private static List<String> terms() {
    return entries().stream().map(entry -> entry.group(1)).toList();
  }

  private static List<MatchResult> entries() {
    return ENTRY.matcher(ProseFiles.read().getOrDefault(PAGE, "")).results().toList();
  }
}
