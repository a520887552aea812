package org.openhtc.embedded.blob;

import java.nio.file.Path;

/**
 * An object or a folder in a directory.
 *
 * @param key of the object; for a folder, the prefix of all its keys with a slash at the end
 */
record FolderEntry(String key, boolean isFolder, Path path) {

  /** Whether some key with the prefix may be here. */
  boolean mayMatch(String prefix) {
    return key.startsWith(prefix) || (isFolder && prefix.startsWith(key));
  }

  /** Whether some key here may come after the other one. */
  boolean mayFollow(String other) {
    return KeyOrder.BY_CODE_POINT.compare(key, other) > 0 || (isFolder && other.startsWith(key));
  }
}
