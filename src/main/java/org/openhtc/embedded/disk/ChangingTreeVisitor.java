package org.openhtc.embedded.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import org.jspecify.annotations.Nullable;

/** Visits a directory in use: files and directories that are removed meanwhile are left out. */
public abstract class ChangingTreeVisitor extends SimpleFileVisitor<Path> {
  @Override
  public final FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
    return continueIfGone(problem);
  }

  @Override
  public final FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem)
      throws IOException {
    return problem == null ? FileVisitResult.CONTINUE : continueIfGone(problem);
  }

  private static FileVisitResult continueIfGone(IOException problem) throws IOException {
    if (problem instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw problem;
  }
}
