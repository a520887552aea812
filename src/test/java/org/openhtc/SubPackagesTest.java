package org.openhtc;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.testing.GeneratedPage;

/** The large modules consist of sub-packages, which use each other only as their table allows. */
class SubPackagesTest {
  private static final int MOST_FILES = 30;
  private static final int MOST_FILES_OF_ROOT = 16;

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.openhtc");

  @ParameterizedTest
  @ValueSource(strings = {"job", "execution"})
  void everyFolderIsInTheTable(String module) throws IOException {
    SubPackages subPackages = SubPackages.of(module);
    Set<String> folders = subPackages.folders();
    folders.remove(SubPackages.ROOT);
    assertThat(subPackages.allowed().keySet()).containsExactlyInAnyOrderElementsOf(folders);
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "execution"})
  void subPackagesUseOnlySubPackagesAboveThem(String module) throws IOException {
    Set<String> above = new HashSet<>(Set.of(SubPackages.ROOT));
    SubPackages.of(module)
        .allowed()
        .forEach((subPackage, allowed) -> {
          assertThat(above).as("rows above %s", subPackage).containsAll(allowed);
          above.add(subPackage);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "execution"})
  void subPackagesUseWhatTheTableAllows(String module) throws IOException {
    SubPackages subPackages = SubPackages.of(module);
    assertThat(subPackages.uses(CODE, SubPackages.ROOT))
        .as("the root uses no sub-package")
        .isEmpty();
    for (Map.Entry<String, Set<String>> row : subPackages.allowed().entrySet()) {
      assertThat(subPackages.uses(CODE, row.getKey()))
          .filteredOn(use -> !row.getValue().contains(subPackages.subPackage(use.getTargetClass())))
          .extracting(Dependency::getDescription)
          .as("uses of sub-package %s that its row does not list", row.getKey())
          .isEmpty();
      assertThat(row.getValue())
          .as("names in %s", row.getKey())
          .containsAll(subPackages.named(row.getKey()));
    }
    assertThat(subPackages.named(SubPackages.ROOT)).as("the root names no sub-package").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "execution"})
  void tableAllowsNothingThatIsNotUsed(String module) throws IOException {
    SubPackages subPackages = SubPackages.of(module);
    for (Map.Entry<String, Set<String>> row : subPackages.allowed().entrySet()) {
      assertThat(subPackages.named(row.getKey()))
          .as("names in %s", row.getKey())
          .containsAll(row.getValue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "execution"})
  void publicTypesAreUsedOutsideOfTheirSubPackage(String module) throws IOException {
    assertThat(SubPackages.of(module).publicWithoutUse(CODE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "execution"})
  void rootHasFewFiles(String module) throws IOException {
    assertThat(SubPackages.of(module).files(SubPackages.ROOT))
        .isLessThanOrEqualTo(MOST_FILES_OF_ROOT);
  }

  @Test
  void everyFolderFitsOnOneScreen() throws IOException {
    try (Stream<Path> paths = Files.walk(Path.of("src/main/java"))) {
      Map<Path, Long> files =
          paths
              .filter(Files::isRegularFile)
              .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
      assertThat(files).hasSizeGreaterThan(40);
      files.values().removeIf(count -> count <= MOST_FILES);
      assertThat(files).as("folders with too many files").isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "execution"})
  void pictureInTheDocumentationIsDrawnFromTheTable(String module) throws IOException {
    GeneratedPage.requirePicture(
        Path.of("docs/architecture.md"),
        "sub-packages of " + module,
        SubPackages.of(module).picture(),
        SubPackagesTest.class);
  }
}
