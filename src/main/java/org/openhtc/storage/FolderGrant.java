package org.openhtc.storage;

/**
 * A folder that credentials reach: listing and reading, and writing and deleting if so told.
 *
 * @param folder key prefix that ends with a slash, so that {@code tasks/a/} never reaches {@code
 *     tasks/ab/}
 */
public record FolderGrant(String folder, boolean isWritable) {
  public FolderGrant {
    if (folder.length() < 2 || !folder.endsWith("/")) {
      throw new IllegalArgumentException("'%s' is not a folder: end it with /".formatted(folder));
    }
  }

  public static FolderGrant reading(String folder) {
    return new FolderGrant(folder, false);
  }

  public static FolderGrant writing(String folder) {
    return new FolderGrant(folder, true);
  }
}
