package org.openhtc;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rooms of a module: its sub-packages, with the table in its {@code package-info.java} of what
 * each of them may use. The module's own package is the room {@code root}.
 *
 * @param allowed by room, in the order of the table
 */
record Rooms(String module, Map<String, Set<String>> allowed) {
  static final String ROOT = "root";

  private static final Pattern ROW = Pattern.compile("(?m)^ \\* (\\w+) +uses ([\\w, ]+)$");
  private static final Path SOURCES = Path.of("src/main/java/org/openhtc");

  static Rooms of(String module) throws IOException {
    Matcher row = ROW.matcher(Files.readString(SOURCES.resolve(module + "/package-info.java")));
    Map<String, Set<String>> allowed = new LinkedHashMap<>();
    while (row.find()) {
      allowed.put(row.group(1), new TreeSet<>(List.of(row.group(2).split(", "))));
    }
    return new Rooms(module, allowed);
  }

  /** Folders of the module that hold source files; {@code root} among them. */
  Set<String> folders() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES.resolve(module))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> SOURCES.resolve(module).relativize(file.getParent()).toString())
          .map(folder -> folder.isEmpty() ? ROOT : folder)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** Source files in the folder of a room. */
  long files(String room) throws IOException {
    Path folder = SOURCES.resolve(module);
    try (Stream<Path> files = Files.list(room.equals(ROOT) ? folder : folder.resolve(room))) {
      return files.filter(file -> file.toString().endsWith(".java")).count();
    }
  }

  /** The room of a class; empty for a class of another module. */
  String room(JavaClass type) {
    String own = "org.openhtc." + module;
    String where = type.getPackageName();
    if (where.equals(own)) {
      return ROOT;
    }
    return where.startsWith(own + ".") ? where.substring(own.length() + 1) : "";
  }

  /** What the classes of a room use in other rooms of the module. */
  Stream<Dependency> uses(JavaClasses code, String room) {
    return code.stream()
        .filter(type -> room(type).equals(room))
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(use -> !Set.of("", room).contains(room(use.getTargetClass())));
  }

  /**
   * The other rooms that source files of a room name, in an import or in Javadoc. Class files do
   * not contain the uses of constants.
   */
  Set<String> named(String room) throws IOException {
    Pattern name = Pattern.compile("org\\.openhtc\\." + module + "\\.(?:([a-z]+)\\.)?[A-Z]");
    Set<String> rooms = new TreeSet<>();
    Path folder = SOURCES.resolve(module);
    try (Stream<Path> files = Files.list(room.equals(ROOT) ? folder : folder.resolve(room))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        name.matcher(Files.readString(file))
            .results()
            .map(found -> Objects.requireNonNullElse(found.group(1), ROOT))
            .filter(found -> !found.equals(room))
            .forEach(rooms::add);
      }
    }
    return rooms;
  }

  /**
   * Public types that no source file outside of their room imports, and that are in no public
   * signature of an imported type.
   */
  List<String> publicWithoutUse(JavaClasses code) throws IOException {
    String imports = imports();
    Set<String> signatures =
        code.stream()
            .filter(type -> !room(type).isEmpty() && isNamed(type.getName(), imports))
            .flatMap(Rooms::typesInSignatures)
            .map(JavaClass::getName)
            .collect(Collectors.toSet());
    return code.stream()
        .filter(type -> !room(type).isEmpty() && type.isTopLevelClass())
        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .map(JavaClass::getName)
        .filter(name -> !isNamed(name, imports) && !signatures.contains(name))
        .toList();
  }

  private static Stream<JavaClass> typesInSignatures(JavaClass type) {
    return type.getCodeUnits().stream()
        .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
        .flatMap(unit ->
            Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream()))
        .flatMap(found -> found.getAllInvolvedRawTypes().stream());
  }

  private static boolean isNamed(String type, String imports) {
    return Pattern.compile(Pattern.quote(type) + "\\b").matcher(imports).find();
  }

  /** Not read from class files, because the use of a constant leaves no trace there. */
  private static String imports() throws IOException {
    StringBuilder imports = new StringBuilder();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Files.readString(file)
            .lines()
            .filter(line -> line.startsWith("import "))
            .forEach(line -> imports.append(line).append('\n'));
      }
    }
    return imports.toString();
  }

  /** The table as a picture; every room may use {@code root}, which is left out. */
  String picture() {
    return allowed.entrySet().stream()
        .flatMap(row ->
            row.getValue().stream()
                .filter(used -> !used.equals(ROOT))
                .map(used -> "  %s --> %s".formatted(row.getKey(), used)))
        .sorted()
        .collect(Collectors.joining("\n", "```mermaid\ngraph TD\n", "\n```"));
  }
}
