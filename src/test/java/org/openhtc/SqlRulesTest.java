package org.openhtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where module {@code job} may have SQL, so that a reader finds what reads or changes a job. */
class SqlRulesTest {
  private static final Path JOB = Path.of("src/main/java/org/openhtc/job");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/");
  private static final Pattern LITERAL =
      Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"");
  private static final Pattern STATEMENT =
      Pattern.compile(
          "(?is)\\binsert\\s+into\\s+\\w|\\bdelete\\s+from\\s+\\w|\\bupdate\\s+\\w+(\\s+\\w+)?\\s+set\\s"
              + "|\\bselect\\s.*\\bfrom\\s+\\w");
  private static final Pattern STATUS_CHANGE =
      Pattern.compile(
          "(?is)\\bset\\s+(tail_)?status\\s*=|\\binsert\\s+into\\s+(job\\s*\\(|job_event|tail_event)");

  @Test
  void onlyStoresQueriesAndWritersHaveSql() throws IOException {
    List<Path> files = filesWith(STATEMENT);
    assertThat(files).hasSizeGreaterThan(15);
    assertThat(files).allMatch(file -> file.toString().matches(".*(Store|Queries|Writer)\\.java"));
  }

  @Test
  void onlyLifecycleChangesAStatus() throws IOException {
    List<Path> files = filesWith(STATUS_CHANGE);
    assertThat(files).hasSizeGreaterThan(3);
    assertThat(files).allMatch(file -> file.startsWith(JOB.resolve("lifecycle")));
  }

  private static List<Path> filesWith(Pattern sql) throws IOException {
    TreeMap<Path, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(JOB)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        sources.put(file, COMMENT.matcher(Files.readString(file)).replaceAll(""));
      }
    }
    return sources.entrySet().stream()
        .filter(source ->
            LITERAL
                .matcher(source.getValue())
                .results()
                .anyMatch(literal -> sql.matcher(literal.group()).find()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
