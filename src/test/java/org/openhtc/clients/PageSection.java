package org.openhtc.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A section of docs/clients.md as a script: its shell blocks, and its blocks in other languages as
 * files, whose names are in the text before them.
 *
 * @param script the shell blocks of the page's beginning and of the section, in that order
 * @param files by name
 */
record PageSection(String script, Map<String, String> files) {
  private static final Path PAGE = Path.of("docs", "clients.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");
  private static final Pattern FILE = Pattern.compile("`(\\w+\\.\\w+)`");

  /** The common beginning of all sections, which sets API, KEY and IMAGE. */
  static String beginning() throws IOException {
    String page = Files.readString(PAGE);
    return shell(page.substring(0, page.indexOf("\n## ")));
  }

  static PageSection of(String title) throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("\n## " + title + "\n");
    if (start < 0) {
      throw new IOException("%s has no section '%s'".formatted(PAGE, title));
    }
    int end = page.indexOf("\n## ", start + 1);
    return of(beginning(), page.substring(start, end < 0 ? page.length() : end));
  }

  /** Each command of the script that has this word, with its continuation lines. */
  List<String> commandsWith(String word) {
    return Stream.of(script.split("(?<!\\\\)\n"))
        .filter(command -> command.contains(word))
        .distinct()
        .toList();
  }

  private static PageSection of(String beginning, String section) {
    Map<String, String> files = new LinkedHashMap<>();
    Matcher block = BLOCK.matcher(section);
    while (block.find()) {
      if (!block.group(1).equals("sh")) {
        files.put(lastFileNamedIn(section.substring(0, block.start())), block.group(2));
      }
    }
    return new PageSection(beginning + "\n" + shell(section), files);
  }

  private static String shell(String text) {
    return BLOCK
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals("sh"))
        .map(block -> block.group(2))
        .collect(Collectors.joining("\n"));
  }

  private static String lastFileNamedIn(String text) {
    return FILE.matcher(text)
        .results()
        .map(name -> name.group(1))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new IllegalStateException("no file is named before the block"));
  }
}
