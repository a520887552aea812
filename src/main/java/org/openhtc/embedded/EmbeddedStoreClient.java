package org.openhtc.embedded;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.openhtc.storage.ObjectContent;
import org.openhtc.storage.ObjectStore;
import org.openhtc.storage.StoreUnavailable;

/**
 * The embedded store as used by the service itself. It deletes folders directly in the file system:
 * over S3, every page of a thousand keys would list all remaining files of the folder again. It
 * also reads objects, and writes large ones, without the detour over S3.
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
  public void put(String key, ObjectContent content) {
    new ObjectFile(path(key)).write(content);
  }

  @Override
  public boolean read(String key, ContentReader reader) {
    return new ObjectFile(path(key)).read(reader);
  }

  @Override
  public void deletePrefix(String prefix) {
    ObjectStore.requireFolder(prefix);
    Path folder = path(prefix);
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      delete(folder);
    }
  }

  @Override
  public void abortUploads(String prefix) {
    s3.abortUploads(prefix);
  }

  private Path path(String key) {
    Path path = bucket.resolve(key).normalize();
    if (!path.startsWith(bucket) || path.equals(bucket)) {
      throw new IllegalArgumentException("'%s' is not in the bucket".formatted(key));
    }
    if (!Files.isDirectory(bucket)) {
      throw new StoreUnavailable("there is no bucket at " + bucket);
    }
    return path;
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
