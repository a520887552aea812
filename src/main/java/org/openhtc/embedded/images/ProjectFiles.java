package org.openhtc.embedded.images;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import org.openhtc.embedded.disk.ChangingTreeVisitor;
import org.openhtc.embedded.disk.DiskUse;

/**
 * Adds up the files of a project in the directory of a CNCF Distribution registry: its uploads, its
 * links, and each layer and manifest that a link names. Those are in a directory of all projects,
 * so one that several projects have counts for each of them. A file or directory counts whole
 * blocks of the disk.
 */
final class ProjectFiles extends ChangingTreeVisitor {
  private static final String ROOT = "docker/registry/v2";
  private static final String LINK = "link";

  private final Path blobs;
  private final Set<String> linked = new HashSet<>();
  private long bytes;

  private ProjectFiles(Path blobs) {
    this.blobs = blobs;
  }

  /**
   * The space of a project in bytes; 0 if it has no images.
   *
   * @param images the root directory of the registry's storage
   * @param path of the project's repositories in the registry
   */
  static long space(Path images, String path) throws IOException {
    Path root = images.resolve(ROOT);
    ProjectFiles files = new ProjectFiles(root.resolve("blobs/sha256"));
    Files.walkFileTree(root.resolve("repositories").resolve(path), files);
    return files.bytes;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    bytes += DiskUse.of(0);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    bytes += DiskUse.of(attributes.size());
    if (file.endsWith(LINK)) {
      addLinked(file);
    }
    return FileVisitResult.CONTINUE;
  }

  /** The directory of a layer's or a manifest's link has the name of its digest. */
  private void addLinked(Path link) throws IOException {
    String digest = link.getName(link.getNameCount() - 2).toString();
    if (digest.length() > 2 && linked.add(digest)) {
      try {
        Path data = blobs.resolve(digest.substring(0, 2)).resolve(digest).resolve("data");
        bytes += DiskUse.of(Files.size(data));
      } catch (NoSuchFileException removed) {
        // its link uses space, but it does not
      }
    }
  }
}
