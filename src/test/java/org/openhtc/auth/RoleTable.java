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

/** The table of {@code docs/roles.md}: the response status of every operation for each caller. */
final class RoleTable {
  /** The callers; the columns of the table. */
  enum CallerKind {
    NONE("none"),
    EXPIRED("expired"),
    JOB("job"),
    USER_ELSEWHERE("user elsewhere"),
    USER("user"),
    WORKSPACE_ADMIN("workspace admin"),
    ORGANIZATION_ADMIN("organization admin"),
    PLATFORM_ADMIN("platform admin");

    final String title;

    CallerKind(String title) {
      this.title = title;
    }
  }

  private static final Path PAGE = Path.of("docs/roles.md");

  private final Map<String, Map<CallerKind, Integer>> rows = new LinkedHashMap<>();

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

  /** Names such as {@code GET /htc/projects}, in the order of the page. */
  Set<String> operations() {
    return rows.keySet();
  }

  int status(String operation, CallerKind caller) {
    return Objects.requireNonNull(Objects.requireNonNull(rows.get(operation)).get(caller));
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|"))
        .map(String::strip)
        .filter(Predicate.not(String::isEmpty))
        .toList();
  }

  private void requireTitles(List<String> titles) {
    List<String> wanted = Arrays.stream(CallerKind.values()).map(caller -> caller.title).toList();
    if (!titles.subList(1, titles.size()).equals(wanted)) {
      throw new AssertionError("%s has the columns %s, not %s".formatted(PAGE, titles, wanted));
    }
  }

  private void add(List<String> cells) {
    String operation = cells.getFirst().replace("`", "");
    if (cells.size() != CallerKind.values().length + 1) {
      throw new AssertionError("%s: the row of %s is incomplete".formatted(PAGE, operation));
    }
    Map<CallerKind, Integer> row = new EnumMap<>(CallerKind.class);
    for (CallerKind caller : CallerKind.values()) {
      row.put(caller, Integer.valueOf(cells.get(caller.ordinal() + 1)));
    }
    if (rows.put(operation, row) != null) {
      throw new AssertionError("%s: there are two rows for %s".formatted(PAGE, operation));
    }
  }
}
