package org.openhtc.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.openhtc.storage.ObjectContent;
import org.openhtc.storage.ObjectStore.ContentReader;
import org.openhtc.storage.StoreUnavailable;

/** An object of the embedded store as a file. */
record ObjectFile(Path path) {
  /** The removal of a folder at the same moment may remove the directory too. */
  private static final int TRIES = 3;

  /** Readers see either the old content or the new one. */
  void write(ObjectContent content) {
    Path draft = path.resolveSibling(".%s.tmp".formatted(UUID.randomUUID()));
    for (int tries = 1; !tryWrite(content, draft); tries++) {
      if (tries == TRIES) {
        throw new StoreUnavailable("the folder of %s was removed repeatedly".formatted(path));
      }
    }
  }

  /** False when there is no such object. */
  boolean read(ContentReader reader) {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (InputStream content = Files.newInputStream(path)) {
      reader.read(content);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new StoreUnavailable("could not read " + path, e);
    }
  }

  private boolean tryWrite(ObjectContent content, Path draft) {
    try (InputStream stream = content.open().get()) {
      Files.createDirectories(path.getParent());
      Files.copy(stream, draft);
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      deleteQuietly(draft);
      throw new StoreUnavailable("could not write " + path, e);
    }
  }

  private static void deleteQuietly(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException ignored) {
      // The draft disappears with its folder.
    }
  }
}
