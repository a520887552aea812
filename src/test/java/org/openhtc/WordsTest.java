package org.openhtc;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Comments, string literals, names of methods, scripts and documentation contain no banned word.
 * The words, and the plain ones to use in their place, are in docs/words.md.
 */
class WordsTest {
  private static final Pattern WORD = Pattern.compile("[\\p{L}']+");

  /** A line of SQL up to its comment, if it has one. */
  private static final Pattern SQL_CODE = Pattern.compile("(?m)^(?:(?!--).)+");

  /** The name of a declared method, such as {@code noBannedWordIsUsed}. */
  private static final Pattern METHOD = Pattern.compile("(?m)^ {2,}[\\w<>\\[\\], .@?]+ (\\w+)\\(");

  /** Where the next word of a name begins. */
  private static final Pattern NEXT_WORD =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  private static final double MOST_PER_TEN_THOUSAND = 1.0;

  private static final SortedMap<String, String> FILES = ProseFiles.read();
  private static final BannedWords BANNED = BannedWords.of(FILES.getOrDefault("docs/words.md", ""));

  @Test
  void noBannedWordIsUsed() {
    assertThat(FILES).hasSizeGreaterThan(500);
    assertThat(BANNED.rows()).hasSizeGreaterThan(30);
    List<String> findings =
        FILES.keySet().stream()
            .flatMap(path -> BANNED.in(path, prose(path)))
            .map(BannedWords.Finding::toString)
            .toList();
    assertThat(findings).isEmpty();
  }

  @Test
  void noNameOfAMethodContainsABannedWord() {
    List<String> findings =
        FILES.keySet().stream()
            .filter(path -> path.endsWith(".java"))
            .flatMap(path ->
                METHOD
                    .matcher(FILES.getOrDefault(path, ""))
                    .results()
                    .map(method -> path + "#" + method.group(1)))
            .distinct()
            .filter(method -> BANNED.in("", words(method)).findAny().isPresent())
            .toList();
    assertThat(findings).isEmpty();
  }

  /** The words of the method's name, with spaces. */
  private static String words(String method) {
    return NEXT_WORD.matcher(method.substring(method.indexOf('#') + 1)).replaceAll(" ");
  }

  @Test
  void aFindingNamesPlaceWordAndReplacement() {
    var words = BannedWords.of("\n## Banned words\n| `foo`, `foos` | bar |\n| `foo on` | baz |\n");
    String text =
        "one\nFoo, `foo` {@link foo}\n * goes foo\n * on, foo.bar foo() https://foo\nFOOS";
    assertThat(words.in("a.md", text))
        .map(BannedWords.Finding::toString)
        .containsExactly(
            "a.md:2: 'Foo' is banned, use 'bar'",
            "a.md:3: 'foo' is banned, use 'bar'",
            "a.md:5: 'FOOS' is banned, use 'bar'");
  }

  /** Writes target/words.md: how often each occurs in 10,000 words of comments and of docs. */
  @Test
  void bannedWordsAreRare() throws IOException {
    String comments = all(".java", JavaProse::commentsOf);
    String docs = all(".md", UnaryOperator.identity());
    List<String> table = new ArrayList<>();
    table.add(
        "| per 10,000 words | comments (%,d) | docs (%,d) |"
            .formatted(count(WORD, comments), count(WORD, docs)));
    table.add("| --- | ---: | ---: |");
    for (BannedWords.Row row : BANNED.rows()) {
      double inComments = perTenThousand(row.pattern(), comments);
      double inDocs = perTenThousand(row.pattern(), docs);
      table.add("| %s | %.1f | %.1f |".formatted(row.words().getFirst(), inComments, inDocs));
      assertThat(inComments)
          .as(row.words() + " in comments")
          .isLessThanOrEqualTo(MOST_PER_TEN_THOUSAND);
      assertThat(inDocs).as(row.words() + " in docs").isLessThanOrEqualTo(MOST_PER_TEN_THOUSAND);
    }
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target/words.md"), table);
  }

  private static String all(String suffix, UnaryOperator<String> prose) {
    return FILES.entrySet().stream()
        .filter(file -> file.getKey().endsWith(suffix))
        .map(file -> BannedWords.prose(prose.apply(file.getValue())))
        .collect(joining("\n"));
  }

  private static double perTenThousand(Pattern pattern, String text) {
    return 10_000.0 * count(pattern, text) / count(WORD, text);
  }

  private static long count(Pattern pattern, String text) {
    return pattern.matcher(text).results().count();
  }

  private static String prose(String path) {
    String text = FILES.getOrDefault(path, "");
    if (path.endsWith(".java")) {
      return JavaProse.of(text);
    }
    return path.endsWith(".sql") ? JavaProse.mask(SQL_CODE, text) : text;
  }
}
