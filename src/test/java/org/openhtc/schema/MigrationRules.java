package org.openhtc.schema;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds statements of a migration by which processes of the version before would fail, while they
 * run beside those of the new version. What the version before does not use any more may be
 * removed; a comment in the line above then names the version since which it is unused.
 */
final class MigrationRules {
  private static final Pattern BREAKING =
      Pattern.compile(
          "\\bdrop\\s+(table|column)\\b|\\brename\\s+(to|column)\\b"
              + "|\\balter\\s+column\\s+\\w+\\s+(type|set\\s+not\\s+null)\\b"
              + "|\\badd\\s+column\\b(?=.*\\bnot\\s+null\\b)(?!.*\\bdefault\\b)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern UNUSED =
      Pattern.compile("\\s*-- Unused since version \\d+\\.\\d+\\.\\d+\\b.*");

  private MigrationRules() {}

  /** The lines that break a rule. */
  static List<String> broken(List<String> migration) {
    return IntStream.range(0, migration.size())
        .filter(i -> BREAKING.matcher(withoutComment(migration.get(i))).find())
        .filter(i -> i == 0 || !UNUSED.matcher(migration.get(i - 1)).matches())
        .mapToObj(migration::get)
        .toList();
  }

  private static String withoutComment(String line) {
    return line.replaceFirst("--.*", "");
  }
}
