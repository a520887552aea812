package org.openhtc;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.testing.GeneratedPage;

/** The large modules consist of rooms, which use each other only as their table allows. */
class RoomsTest {
  private static final int MOST_FILES = 30;
  private static final int MOST_FILES_OF_ROOT = 16;

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.openhtc");

  @ParameterizedTest
  @ValueSource(strings = {"job", "execution"})
  void everyFolderIsInTheTable(String module) throws IOException {
    Rooms rooms = Rooms.of(module);
    Set<String> folders = rooms.folders();
    folders.remove(Rooms.ROOT);
    assertThat(rooms.allowed().keySet()).containsExactlyInAnyOrderElementsOf(folders);
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "execution"})
  void roomsUseOnlyRoomsAboveThem(String module) throws IOException {
    Set<String> above = new HashSet<>(Set.of(Rooms.ROOT));
    Rooms.of(module)
        .allowed()
        .forEach((room, allowed) -> {
          assertThat(above).as("rows above %s", room).containsAll(allowed);
          above.add(room);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "execution"})
  void roomsUseWhatTheTableAllows(String module) throws IOException {
    Rooms rooms = Rooms.of(module);
    assertThat(rooms.uses(CODE, Rooms.ROOT)).as("the root uses no room").isEmpty();
    for (Map.Entry<String, Set<String>> row : rooms.allowed().entrySet()) {
      assertThat(rooms.uses(CODE, row.getKey()))
          .filteredOn(use -> !row.getValue().contains(rooms.room(use.getTargetClass())))
          .extracting(Dependency::getDescription)
          .as("uses of room %s that its row does not list", row.getKey())
          .isEmpty();
      assertThat(row.getValue())
          .as("names in %s", row.getKey())
          .containsAll(rooms.named(row.getKey()));
    }
    assertThat(rooms.named(Rooms.ROOT)).as("the root names no room").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "execution"})
  void tableAllowsNothingThatIsNotUsed(String module) throws IOException {
    Rooms rooms = Rooms.of(module);
    for (Map.Entry<String, Set<String>> row : rooms.allowed().entrySet()) {
      assertThat(rooms.named(row.getKey()))
          .as("names in %s", row.getKey())
          .containsAll(row.getValue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "execution"})
  void publicTypesAreUsedOutsideOfTheirRoom(String module) throws IOException {
    assertThat(Rooms.of(module).publicWithoutUse(CODE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "execution"})
  void folderFitsOnOneScreen(String module) throws IOException {
    Rooms rooms = Rooms.of(module);
    for (String folder : rooms.folders()) {
      assertThat(rooms.files(folder)).as("files of %s", folder).isLessThanOrEqualTo(MOST_FILES);
    }
    assertThat(rooms.files(Rooms.ROOT)).isLessThanOrEqualTo(MOST_FILES_OF_ROOT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "execution"})
  void pictureInTheDocumentationIsDrawnFromTheTable(String module) throws IOException {
    GeneratedPage.requirePicture(
        Path.of("docs/architecture.md"),
        "rooms of " + module,
        Rooms.of(module).picture(),
        RoomsTest.class);
  }
}
