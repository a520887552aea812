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
 * The sub-packages of a module, with the table in its {@code package-info.java} of what each of
 * them may use. The module's own package is {@code root}.
 *
 * @param allowed by sub-package, in the order of the table
 */
record SubPackages(String module, Map<String, Set<String>> allowed) {
  static final String ROOT = "root";

  private static final Pattern ROW = Pattern.compile("(?m)^ \\* (\\w+) +uses ([\\w, ]+)$");
  private static final Path SOURCES = Path.of("src/main/java/org/openhtc");

  static SubPackages of(String module) throws IOException {
    Matcher row = ROW.matcher(Files.readString(SOURCES.resolve(module + "/package-info.java")));
    Map<String, Set<String>> allowed = new LinkedHashMap<>();
    while (row.find()) {
      String used = row.group(2);
      allowed.put(
          row.group(1),
          used.equals("nothing") ? Set.of() : new TreeSet<>(List.of(used.split(", "))));
    }
    return new SubPackages(module, allowed);
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

  /** Source files in the folder of a sub-package. */
  long files(String subPackage) throws IOException {
    Path folder = SOURCES.resolve(module);
    try (Stream<Path> files =
        Files.list(subPackage.equals(ROOT) ? folder : folder.resolve(subPackage))) {
      return files.filter(file -> file.toString().endsWith(".java")).count();
    }
  }

  /** The sub-package of a class; empty for a class of another module. */
  String subPackage(JavaClass type) {
    String own = "org.openhtc." + module;
    String where = type.getPackageName();
    if (where.equals(own)) {
      return ROOT;
    }
    return where.startsWith(own + ".") ? where.substring(own.length() + 1) : "";
  }

  /** What the classes of a sub-package use in other sub-packages of the module. */
  Stream<Dependency> uses(JavaClasses code, String subPackage) {
    return code.stream()
        .filter(type -> subPackage(type).equals(subPackage))
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(use -> !Set.of("", subPackage).contains(subPackage(use.getTargetClass())));
  }

  /**
   * The other sub-packages that source files of a sub-package name, in an import or in Javadoc.
   * Class files do not contain the uses of constants.
   */
  Set<String> named(String subPackage) throws IOException {
    Pattern name = Pattern.compile("org\\.openhtc\\." + module + "\\.(?:([a-z]+)\\.)?[A-Z]");
    Set<String> subPackages = new TreeSet<>();
    Path folder = SOURCES.resolve(module);
    try (Stream<Path> files =
        Files.list(subPackage.equals(ROOT) ? folder : folder.resolve(subPackage))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        name.matcher(Files.readString(file))
            .results()
            .map(found -> Objects.requireNonNullElse(found.group(1), ROOT))
            .filter(found -> !found.equals(subPackage))
            .forEach(subPackages::add);
      }
    }
    return subPackages;
  }

  /**
   * Public types that no source file outside of their sub-package imports, and that are in no
   * public signature of an imported type.
   */
  List<String> publicWithoutUse(JavaClasses code) throws IOException {
    String imports = imports();
    Set<String> signatures =
        code.stream()
            .filter(type -> !subPackage(type).isEmpty() && isNamed(type.getName(), imports))
            .flatMap(SubPackages::typesInSignatures)
            .map(JavaClass::getName)
            .collect(Collectors.toSet());
    return code.stream()
        .filter(type -> !subPackage(type).isEmpty() && type.isTopLevelClass())
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

  /** The table as a picture; every sub-package may use {@code root}, which is left out. */
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
