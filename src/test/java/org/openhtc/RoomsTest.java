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
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The large modules consist of rooms, which use each other only as their table allows. */
class RoomsTest {
  private static final int MOST_FILES = 30;

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.openhtc");

  @ParameterizedTest
  @ValueSource(strings = "execution")
  void everyFolderIsInTheTable(String module) throws IOException {
    Rooms rooms = Rooms.of(module);
    Set<String> folders = rooms.folders();
    folders.remove(Rooms.ROOT);
    assertThat(rooms.allowed().keySet()).containsExactlyInAnyOrderElementsOf(folders);
  }

  @ParameterizedTest
  @ValueSource(strings = "execution")
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
  @ValueSource(strings = "execution")
  void roomsUseWhatTheTableAllows(String module) throws IOException {
    Rooms rooms = Rooms.of(module);
    assertThat(rooms.uses(CODE, Rooms.ROOT)).as("the root uses no room").isEmpty();
    for (Map.Entry<String, Set<String>> row : rooms.allowed().entrySet()) {
      assertThat(rooms.uses(CODE, row.getKey()))
          .filteredOn(use -> !row.getValue().contains(rooms.room(use.getTargetClass())))
          .extracting(Dependency::getDescription)
          .as("uses of room %s that its row does not list", row.getKey())
          .isEmpty();
    }
  }

  /** The use of a constant leaves no trace in a class file, so {@code root} is left out. */
  @ParameterizedTest
  @ValueSource(strings = "execution")
  void tableAllowsNothingThatIsNotUsed(String module) throws IOException {
    Rooms rooms = Rooms.of(module);
    for (Map.Entry<String, Set<String>> row : rooms.allowed().entrySet()) {
      Set<String> used =
          rooms
              .uses(CODE, row.getKey())
              .map(use -> rooms.room(use.getTargetClass()))
              .collect(Collectors.toSet());
      Set<String> allowed = new TreeSet<>(row.getValue());
      allowed.remove(Rooms.ROOT);
      assertThat(used).as("uses of %s", row.getKey()).containsAll(allowed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "execution")
  void publicTypesAreUsedOutsideOfTheirRoom(String module) throws IOException {
    assertThat(Rooms.of(module).publicWithoutUse(CODE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = "execution")
  void folderFitsOnOneScreen(String module) throws IOException {
    Rooms rooms = Rooms.of(module);
    for (String folder : rooms.folders()) {
      assertThat(rooms.files(folder)).as("files of %s", folder).isLessThanOrEqualTo(MOST_FILES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "execution")
  void pictureInTheDocumentationIsDrawnFromTheTable(String module) throws IOException {
    assertThat(Files.readString(Path.of("docs/architecture.md")))
        .contains(Rooms.of(module).picture());
  }
}
