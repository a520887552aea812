package org.openhtc.embedded.blob;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.util.concurrent.Striped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.disk.DiskUse;

/**
 * The objects below a directory. A key may be any text of at most 1024 bytes in UTF-8. So it may
 * have empty segments, a slash at its end, or segments that are too long for a file name; and both
 * {@code a} and {@code a/b} may have an object. A key has one object at a time, which is replaced
 * atomically.
 */
public final class Blobs {
  /**
   * How often an object is moved into its folder. A try fails if the folder's last object was
   * removed at the same time, because the empty folder is removed with it.
   */
  private static final int TRIES = 20;

  private static final int LOCKS = 256;

  private final Path drafts;
  private final KeyPaths paths;
  private final Uploads uploads;
  private final Striped<Lock> locks = Striped.lock(LOCKS);
  private final Clock clock;

  private Blobs(Path home, Clock clock) {
    this.drafts = home.resolve("drafts");
    this.paths = new KeyPaths(home.resolve("objects"), drafts);
    this.uploads = new Uploads(home.resolve("uploads"), this);
    this.clock = clock;
  }

  /**
   * Opens the objects in a directory, which is created if it does not exist. Removes the drafts
   * that an earlier process did not complete.
   */
  public static Blobs open(Path home, Clock clock) throws IOException {
    Blobs blobs = new Blobs(home, clock);
    Files.createDirectories(home);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    if (Files.isDirectory(blobs.drafts)) {
      MoreFiles.deleteRecursively(blobs.drafts, RecursiveDeleteOption.ALLOW_INSECURE);
    }
    Files.createDirectories(blobs.drafts);
    Files.createDirectories(blobs.paths.root());
    blobs.uploads.createFolder();
    return blobs;
  }

  public Uploads uploads() {
    return uploads;
  }

  /** Space that is left for objects, in bytes. */
  public long usableSpace() throws IOException {
    return Files.getFileStore(drafts).getUsableSpace();
  }

  /**
   * The space that all objects with a prefix and the parts of uploads to it use, in bytes.
   *
   * @param prefix ends with a slash
   */
  public long space(String prefix) throws IOException {
    return DiskUse.below(paths.folder(prefix)) + uploads.space(prefix);
  }

  /** The space on the disk for content of this length, in bytes. */
  public static long spaceOf(long length) {
    return DiskUse.of(length);
  }

  /**
   * The space on the disk for an object with content of this length, in bytes, and for the
   * directories that its key needs besides those that exist.
   */
  public long spaceFor(String key, long length) {
    return spaceOf(length) + paths.missingFolders(key) * DiskUse.of(0);
  }

  public Draft draft() throws IOException {
    return Draft.in(drafts);
  }

  /**
   * Makes a draft the object of a key.
   *
   * @param attributes as of {@link BlobInfo}
   */
  public void store(
      Draft draft,
      String key,
      String etag,
      Map<String, String> attributes,
      Precondition precondition)
      throws IOException {
    draft.finish(key, etag, now(), attributes);
    Lock lock = locks.get(key);
    lock.lock();
    try {
      check(key, precondition);
      place(draft, key);
    } finally {
      lock.unlock();
    }
  }

  /** Checks a precondition before a long write, which {@link #store} checks again at its end. */
  public void check(String key, Precondition precondition) throws IOException {
    precondition.check(precondition == Precondition.NONE ? null : info(key));
  }

  /** Empty when there is no such object. */
  public Optional<OpenBlob> read(String key) throws IOException {
    try {
      return Optional.of(OpenBlob.of(paths.object(key)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Deletes an object. Has no effect if it does not exist. */
  public void delete(String key, Precondition precondition) throws IOException {
    Lock lock = locks.get(key);
    lock.lock();
    try {
      precondition.check(precondition == Precondition.NONE ? null : info(key));
      if (Files.deleteIfExists(paths.object(key))) {
        paths.removeEmptyFolders(key);
      }
    } finally {
      lock.unlock();
    }
  }

  public ListPage list(ListQuery query) throws IOException {
    return Listing.page(paths, query);
  }

  /**
   * Deletes all objects whose keys start with a prefix, in one atomic step.
   *
   * @param prefix ends with a slash
   */
  public void deleteFolder(String prefix) throws IOException {
    discard(paths.folder(prefix));
  }

  /** Whether the directory of the objects exists; it does not while its disk is not mounted. */
  public boolean isPresent() {
    return Files.isDirectory(paths.root());
  }

  /** Deletes a directory with its content. Has no effect if it does not exist. */
  void discard(Path directory) throws IOException {
    Path discarded = drafts.resolve(UUID.randomUUID().toString());
    try {
      Files.move(directory, discarded, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return;
    }
    MoreFiles.deleteRecursively(discarded, RecursiveDeleteOption.ALLOW_INSECURE);
  }

  private @Nullable BlobInfo info(String key) throws IOException {
    try (OpenBlob present = read(key).orElse(null)) {
      return present == null ? null : present.info();
    }
  }

  private void place(Draft draft, String key) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        paths.createFolders(key);
        draft.moveTo(paths.object(key));
        return;
      } catch (NoSuchFileException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  /** The present time, by the clock that also sets the modification times of objects. */
  public Instant now() {
    return clock.instant();
  }
}
