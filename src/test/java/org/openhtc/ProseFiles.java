package org.openhtc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The files of this repository that contain prose: sources, documentation, scripts. */
final class ProseFiles {
  private static final Pattern NAMES =
      Pattern.compile(
          ".*\\.(java|md|ya?ml|sh|sql|py|awk|jq|go|ts|js|html|xml)|openhtc|\\.ci/run|Dockerfile");
  private static final Set<String> SKIPPED = Set.of(".git", ".mvn", "target", "node_modules");

  private ProseFiles() {}

  /** Texts by path, in the order of the paths. */
  static SortedMap<String, String> read() {
    SortedMap<String, String> texts = new TreeMap<>();
    try {
      Files.walkFileTree(Path.of(""), visitor(texts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  private static FileVisitor<Path> visitor(SortedMap<String, String> texts) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return SKIPPED.contains(folder.getFileName().toString())
            ? FileVisitResult.SKIP_SUBTREE
            : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        String name = file.toString().replace('\\', '/');
        if (NAMES.matcher(name).matches()) {
          texts.put(name, Files.readString(file));
        }
        return FileVisitResult.CONTINUE;
      }
    };
  }
}
