package org.openhtc;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The banned words of docs/words.md with the plain ones to use in their place. */
record BannedWords(List<Row> rows, Pattern all) {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]+`) \\| ([^|]+) \\|$");
  private static final Pattern WORD = Pattern.compile("`([^`]+)`");
  private static final Pattern CODE =
      Pattern.compile("`[^`\\n]*`|\\{@(?:code|link|linkplain|value)\\b[^}]*\\}|https?://\\S+");

  /** White space, and the sign with which the next line of a comment begins. */
  private static final String GAP = "\\s+(?:(?:\\*|//|#|--)\\s+)?";

  /**
   * A row of the table.
   *
   * @param words forms of one word or phrase
   */
  record Row(List<String> words, String replacement, Pattern pattern) {
    static Row of(List<String> words, String replacement) {
      String forms =
          words.stream()
              .map(word -> word.replace(" ", GAP))
              .collect(joining("|", "(?i)(?<![\\w/.$-])(?:", ")(?![\\w(-]|\\.\\w)"));
      return new Row(words, replacement, Pattern.compile(forms));
    }
  }

  /** A use of a banned word. */
  record Finding(String path, int line, String word, String replacement) {
    @Override
    public String toString() {
      return "%s:%d: '%s' is banned, use '%s'".formatted(path, line, word, replacement);
    }
  }

  /** Reads the table of a page. */
  static BannedWords of(String page) {
    List<Row> rows =
        ROW.matcher(page.substring(page.indexOf("\n## Banned words\n")))
            .results()
            .map(row -> Row.of(words(row.group(1)), row.group(2)))
            .toList();
    String all = rows.stream().map(row -> row.pattern().pattern()).collect(joining("|"));
    return new BannedWords(rows, Pattern.compile(all));
  }

  /** All uses in a text, of which inline code and addresses are left out. */
  Stream<Finding> in(String path, String text) {
    return all.matcher(prose(text))
        .results()
        .map(use -> {
          String word = use.group().replaceAll(GAP, " ");
          return new Finding(path, lineOf(text, use.start()), word, replacement(word));
        });
  }

  /** The text without inline code and addresses, which are masked. */
  static String prose(String text) {
    return JavaProse.mask(CODE, text);
  }

  private String replacement(String word) {
    return rows.stream()
        .filter(row -> row.pattern().matcher(word).matches())
        .map(Row::replacement)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> words(String cell) {
    return WORD.matcher(cell).results().map(word -> word.group(1)).toList();
  }

  private static int lineOf(String text, int position) {
    return 1 + (int) text.substring(0, position).chars().filter(c -> c == '\n').count();
  }
}
