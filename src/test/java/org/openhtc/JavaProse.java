package org.openhtc;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The prose of a Java source. Everything else is masked character by character, except line breaks,
 * so that positions and line numbers stay those of the source.
 */
final class JavaProse {
  /** Not a letter, not white space, and not used in prose outside of code. */
  static final char MASK = '`';

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<comment>//[^\\n]*|/\\*(?s:.*?)\\*/)"
              + "|(?<literal>\"\"\"[^\"\\\\]*+(?:(?:\\\\(?s:.)|\"(?!\"\"))[^\"\\\\]*+)*+\"\"\""
              + "|\"(?:\\\\.|[^\"\\\\\\n])*+\")"
              + "|'(?:\\\\.|[^'\\\\\\n])*+'");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?s:.)");

  private JavaProse() {}

  /** Keeps comments, Javadoc and string literals. Escape sequences are masked: they are code. */
  static String of(String source) {
    return prose(source, true);
  }

  /** Keeps comments and Javadoc. */
  static String commentsOf(String source) {
    return prose(source, false);
  }

  /** The same text with every match masked. */
  static String mask(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(masked(match.group())));
  }

  private static String prose(String source, boolean withLiterals) {
    StringBuilder prose = new StringBuilder(source.length());
    int end = 0;
    for (MatchResult token : (Iterable<MatchResult>) TOKEN.matcher(source).results()::iterator) {
      prose.append(masked(source.substring(end, token.start()))).append(kept(token, withLiterals));
      end = token.end();
    }
    return prose.append(masked(source.substring(end))).toString();
  }

  private static String kept(MatchResult token, boolean withLiterals) {
    if (token.group("comment") != null) {
      return token.group();
    }
    return withLiterals && token.group("literal") != null
        ? mask(ESCAPE, token.group())
        : masked(token.group());
  }

  private static String masked(String code) {
    return code.replaceAll("[^\\n]", String.valueOf(MASK));
  }
}
