package org.openhtc.embedded;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.openhtc.storage.ObjectStore;
import org.openhtc.storage.StoreUnavailable;

/**
 * The embedded store as the service itself uses it. A folder is removed where it lies: over S3
 * every thousand keys would cost a walk through all that is left of it.
 */
final class EmbeddedFolders implements ObjectStore {
  private final ObjectStore s3;
  private final Path bucket;

  /**
   * @param bucket where the objects lie as files, each at the path that its key is
   */
  EmbeddedFolders(ObjectStore s3, Path bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  @Override
  public void put(String key, byte[] content) {
    s3.put(key, content);
  }

  @Override
  public Optional<byte[]> get(String key) {
    return s3.get(key);
  }

  @Override
  public void deletePrefix(String prefix) {
    ObjectStore.requireFolder(prefix);
    Path folder = bucket.resolve(prefix).normalize();
    if (!folder.startsWith(bucket) || folder.equals(bucket)) {
      throw new IllegalArgumentException("'%s' is no folder of the bucket".formatted(prefix));
    }
    if (!Files.isDirectory(bucket)) {
      throw new StoreUnavailable("there is no bucket at " + bucket);
    }
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      delete(folder);
    }
  }

  @Override
  public void abortUploads(String prefix) {
    s3.abortUploads(prefix);
  }

  /** Goes on past what can't be deleted, and follows no links. */
  private static void delete(Path folder) {
    try {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      throw new StoreUnavailable("could not delete all of " + folder, e);
    }
  }
}
