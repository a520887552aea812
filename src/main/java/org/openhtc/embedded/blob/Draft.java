package org.openhtc.embedded.blob;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Content that is not an object yet. Closing it removes it, unless it became an object. */
public final class Draft implements AutoCloseable {
  private final Path file;
  private final OutputStream output;

  private Draft(Path file, OutputStream output) {
    this.file = file;
    this.output = output;
  }

  static Draft in(Path drafts) throws IOException {
    Path file = drafts.resolve(UUID.randomUUID().toString());
    return new Draft(file, Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
  }

  /** Where the content is written, before the draft is stored. */
  public OutputStream output() {
    return output;
  }

  /** Completes the file; nothing can be written afterwards. */
  void finish(String key, String etag, Instant modified, Map<String, String> attributes)
      throws IOException {
    output.write(BlobFile.metadata(key, etag, modified, attributes));
    output.close();
  }

  /**
   * Gives the file its place; an earlier file there is replaced at the same moment.
   *
   * @throws java.nio.file.NoSuchFileException when the directory does not exist
   */
  void moveTo(Path target) throws IOException {
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    output.close();
    Files.deleteIfExists(file);
  }
}
