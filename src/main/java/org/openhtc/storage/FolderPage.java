package org.openhtc.storage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of what a folder contains directly, in the order of the keys.
 *
 * @param folders keys of the folders in it; each ends with a slash
 * @param next where the next page begins, only for the store that has returned it; null for the
 *     last page
 */
public record FolderPage(List<File> files, List<String> folders, @Nullable String next) {

  /**
   * An object.
   *
   * @param size in bytes
   */
  public record File(String key, long size, Instant modifiedAt) {}
}
