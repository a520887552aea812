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
 * The embedded store as used by the service itself. It deletes folders directly in the file system:
 * over S3, every page of a thousand keys would list all remaining files of the folder again.
 */
final class EmbeddedStoreClient implements ObjectStore {
  private final ObjectStore s3;
  private final Path bucket;

  /**
   * @param s3 the same store over S3
   * @param bucket directory with the objects as files; the path of each is its key
   */
  EmbeddedStoreClient(ObjectStore s3, Path bucket) {
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
      throw new IllegalArgumentException("'%s' is not a folder of the bucket".formatted(prefix));
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

  /** Continues after files that cannot be deleted, and does not follow links. */
  private static void delete(Path folder) {
    try {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      throw new StoreUnavailable("could not delete all of " + folder, e);
    }
  }
}
