package org.openhtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** References in the documentation name existing files, headings and tests. */
class ReferencesTest {
  private static final SortedMap<String, String> FILES = ProseFiles.read();
  private static final Pattern LINK =
      Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern PICTURE = Pattern.compile("src(?:set)?=\"([^\":]+)\"");
  private static final int MOST_BYTES = 150_000;
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```$");

  /** The second and further tests of a class are written without its name. */
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*)?#(\\w+)`");

  @Test
  void everyLinkHasATarget() {
    List<String> broken =
        FILES.entrySet().stream()
            .filter(file -> file.getKey().endsWith(".md"))
            .flatMap(page -> brokenLinks(page.getKey(), page.getValue()))
            .toList();
    assertThat(broken).isEmpty();
  }

  @Test
  void everyPictureOfAPageExistsAndIsSmall() throws IOException {
    List<Path> pictures =
        FILES.entrySet().stream()
            .filter(file -> file.getKey().endsWith(".md"))
            .flatMap(file ->
                PICTURE
                    .matcher(file.getValue())
                    .results()
                    .map(picture -> Path.of(file.getKey()).resolveSibling(picture.group(1))))
            .toList();
    assertThat(pictures).hasSizeGreaterThan(20);
    for (Path picture : pictures) {
      assertThat(Files.size(picture)).as(picture.toString()).isLessThan(MOST_BYTES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/security.md", "docs/findings.md", "docs/kubernetes.md"})
  void everyTestOfThePageExists(String page) {
    Map<String, String> tests =
        FILES.entrySet().stream()
            .filter(file -> file.getKey().startsWith("src/test/java/"))
            .collect(
                Collectors.toMap(
                    file -> simpleName(file.getKey()), Map.Entry::getValue, String::concat));
    String type = "";
    for (MatchResult test : TEST.matcher(FILES.getOrDefault(page, "")).results().toList()) {
      type = test.group(1) == null ? type : test.group(1);
      assertThat(tests).as(test.group()).containsKey(type);
      assertThat(tests.get(type)).contains("void " + test.group(2) + "(");
    }
    assertThat(type).isNotEmpty();
  }

  private static Stream<String> brokenLinks(String page, String text) {
    return LINK.matcher(BLOCK.matcher(text).replaceAll(""))
        .results()
        .filter(link -> !hasTarget(page, link.group(1), link.group(2)))
        .map(link -> page + ": " + link.group());
  }

  private static boolean hasTarget(String page, String path, @Nullable String anchor) {
    Path target = path.isEmpty() ? Path.of(page) : Path.of(page).resolveSibling(path).normalize();
    if (anchor == null) {
      return Files.exists(target);
    }
    String text = FILES.getOrDefault(target.toString().replace('\\', '/'), "");
    return HEADING
        .matcher(text)
        .results()
        .anyMatch(heading -> anchor(heading.group(1)).equals(anchor));
  }

  /** The anchor that GitHub gives a heading. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
  }

  private static String simpleName(String path) {
    return path.substring(path.lastIndexOf('/') + 1).replace(".java", "");
  }
}
