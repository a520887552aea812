package org.openhtc.storage;

/**
 * Access to one folder: listing and reading, and if it is writable also writing and deleting.
 *
 * @param folder key prefix that ends with a slash, so that {@code tasks/a/} never includes {@code
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
