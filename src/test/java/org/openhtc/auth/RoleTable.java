package org.openhtc.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** The table of {@code docs/roles.md}: what every operation answers to whom. */
final class RoleTable {
  /** Who asks; the columns of the table. */
  enum Who {
    NONE("none"),
    EXPIRED("expired"),
    JOB("job"),
    USER_ELSEWHERE("user elsewhere"),
    USER("user"),
    WORKSPACE_ADMIN("workspace admin"),
    ORGANIZATION_ADMIN("organization admin"),
    PLATFORM_ADMIN("platform admin");

    final String title;

    Who(String title) {
      this.title = title;
    }
  }

  private static final Path PAGE = Path.of("docs/roles.md");

  private final Map<String, Map<Who, Integer>> rows = new LinkedHashMap<>();

  static RoleTable read() {
    try {
      RoleTable table = new RoleTable();
      List<List<String>> lines =
          Files.readAllLines(PAGE).stream()
              .filter(line -> line.startsWith("| "))
              .map(RoleTable::cells)
              .toList();
      table.requireTitles(lines.getFirst());
      lines.stream().skip(1).filter(line -> !line.getFirst().startsWith("-")).forEach(table::add);
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In the order of the page, such as {@code GET /htc/projects}. */
  Set<String> operations() {
    return rows.keySet();
  }

  int status(String operation, Who who) {
    return Objects.requireNonNull(Objects.requireNonNull(rows.get(operation)).get(who));
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|"))
        .map(String::strip)
        .filter(Predicate.not(String::isEmpty))
        .toList();
  }

  private void requireTitles(List<String> titles) {
    List<String> wanted = Arrays.stream(Who.values()).map(who -> who.title).toList();
    if (!titles.subList(1, titles.size()).equals(wanted)) {
      throw new AssertionError("%s has the columns %s, not %s".formatted(PAGE, titles, wanted));
    }
  }

  private void add(List<String> cells) {
    String operation = cells.getFirst().replace("`", "");
    if (cells.size() != Who.values().length + 1) {
      throw new AssertionError("%s: the row of %s is not whole".formatted(PAGE, operation));
    }
    Map<Who, Integer> row = new EnumMap<>(Who.class);
    for (Who who : Who.values()) {
      row.put(who, Integer.valueOf(cells.get(who.ordinal() + 1)));
    }
    if (rows.put(operation, row) != null) {
      throw new AssertionError("%s: %s stands twice".formatted(PAGE, operation));
    }
  }
}
