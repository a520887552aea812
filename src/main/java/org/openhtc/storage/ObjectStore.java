package org.openhtc.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores objects by key in the bucket of this installation. Keys are relative paths such as {@code
 * logs/<job>/1.txt}: no empty segment, no {@code .} or {@code ..}, and no key that is also the
 * folder of another key.
 *
 * <p>Every method waits for a limited time and throws {@link StoreUnavailable} when the store did
 * not complete the request; every call may safely be repeated.
 */
public interface ObjectStore {

  /** Creates or replaces an object atomically: readers see either the old or the new content. */
  void put(String key, ObjectContent content);

  /** As {@link #put(String, ObjectContent)}, with the whole content in memory. */
  default void put(String key, byte[] content) {
    put(key, ObjectContent.of(content));
  }

  /**
   * Reads an object without having it in memory as a whole.
   *
   * @param reader reads the content to its end; called at most once, also when the store fails
   *     after a part of it
   * @return false when there is no such object
   */
  boolean read(String key, ContentReader reader);

  /** The whole content; empty when there is no such object. */
  default Optional<byte[]> get(String key) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    return read(key, stream -> stream.transferTo(content))
        ? Optional.of(content.toByteArray())
        : Optional.empty();
  }

  /** Reads the content of an object. */
  @FunctionalInterface
  interface ContentReader {
    void read(InputStream content) throws IOException;
  }

  /**
   * What a folder contains directly: objects, and folders with objects.
   *
   * @param prefix as for {@link #deletePrefix}
   * @param next that of the page before; null for the first page
   * @param limit most objects and folders of the page, from 1 to 1000
   */
  FolderPage list(String prefix, @Nullable String next, int limit);

  /**
   * Deletes every object in a folder; the folder may be empty. Not atomic: after a failure some
   * objects may be deleted already.
   *
   * @param prefix ends with {@code /}, so that {@code tasks/a/} never includes {@code tasks/ab/}
   * @throws IllegalArgumentException when it does not end with {@code /}
   */
  void deletePrefix(String prefix);

  /**
   * Aborts unfinished multipart uploads to a folder, so that the store frees the space of their
   * parts. There may be none.
   *
   * @param prefix as for {@link #deletePrefix}
   */
  void abortUploads(String prefix);

  /**
   * A part of what a folder contains directly, in the order of the keys.
   *
   * @param folders keys of the folders in it; each ends with a slash
   * @param next where the next page begins, only for the store that has returned it; null for the
   *     last page
   */
  record FolderPage(List<StoredFile> files, List<String> folders, @Nullable String next) {}

  /**
   * An object without its content.
   *
   * @param size in bytes
   */
  record StoredFile(String key, long size, Instant modifiedAt) {}

  /** Rejects {@code tasks/a}, which would include {@code tasks/ab/}, and an empty prefix. */
  static void requireFolder(String prefix) {
    if (prefix.length() < 2 || !prefix.endsWith("/")) {
      throw new IllegalArgumentException("'%s' is not a folder: end it with /".formatted(prefix));
    }
  }
}
