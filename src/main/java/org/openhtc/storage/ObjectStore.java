package org.openhtc.storage;

import java.util.Optional;

/**
 * Keeps objects by key in the bucket of this installation. Keys are relative paths such as {@code
 * logs/<job>/1.txt}: no empty segment, no {@code .} or {@code ..}, and no key that is another key's
 * folder.
 *
 * <p>Every method waits a bounded time and throws {@link StoreUnavailable} when the store did not
 * do what was asked; doing it again later is safe.
 */
public interface ObjectStore {

  /** Creates or replaces an object; a reader sees the old or the new content, never a mixture. */
  void put(String key, byte[] content);

  /** The whole content, or nothing when there is no such object. */
  Optional<byte[]> get(String key);

  /**
   * Deletes every object below a folder; deleting nothing is fine. Not atomic: after a failure some
   * objects may be gone.
   *
   * @param prefix ends with {@code /}, so that {@code tasks/a/} never reaches {@code tasks/ab/}
   * @throws IllegalArgumentException when it doesn't
   */
  void deletePrefix(String prefix);

  /**
   * Ends uploads in parts that were begun for keys below a folder and not completed; until then the
   * store keeps their parts. Aborting nothing is fine.
   *
   * @param prefix as for {@link #deletePrefix}
   */
  void abortUploads(String prefix);

  /** Keeps {@code tasks/a} from reaching {@code tasks/ab/}, and nothing from reaching all. */
  static void requireFolder(String prefix) {
    if (prefix.length() < 2 || !prefix.endsWith("/")) {
      throw new IllegalArgumentException("'%s' is not a folder: end it with /".formatted(prefix));
    }
  }
}
