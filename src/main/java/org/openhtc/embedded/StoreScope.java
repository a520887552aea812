package org.openhtc.embedded;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.XmlText;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

/**
 * What one request may touch: some folders of the one bucket. Each method throws when it may not.
 */
record StoreScope(String bucket, List<FolderGrant> folders) {

  /** An unsigned request's scope. */
  static StoreScope nothing() {
    return new StoreScope("", List.of());
  }

  void read(@Nullable String inBucket, @Nullable String key) {
    check(inBucket, key, false);
  }

  void write(@Nullable String inBucket, @Nullable String key) {
    check(inBucket, key, true);
  }

  /** Listing is reading of a whole prefix, so it must lie in a folder altogether. */
  void list(@Nullable String inBucket, @Nullable String prefix) {
    check(inBucket, prefix, false);
  }

  void bucket(@Nullable String name) {
    if (!bucket.equals(name)) {
      throw StoreRefusal.denied();
    }
  }

  /** Nobody opens an object to others. */
  void acl(@Nullable ObjectCannedACL acl) {
    if (acl != null && acl != ObjectCannedACL.PRIVATE) {
      throw StoreRefusal.denied();
    }
  }

  private void check(@Nullable String inBucket, @Nullable String key, boolean writing) {
    bucket(inBucket);
    if (key == null || !isClean(key) || !reaches(key, writing)) {
      throw StoreRefusal.denied();
    }
  }

  private boolean reaches(String key, boolean writing) {
    return folders.stream()
        .anyMatch(grant -> key.startsWith(grant.folder()) && (!writing || grant.isWritable()));
  }

  /**
   * The file backend would resolve {@code a/../b} to {@code b} after we looked at {@code a/}; and a
   * listing that has to tell a key which XML can't is unreadable as a whole.
   */
  private static boolean isClean(String key) {
    return !key.startsWith("/")
        && !key.contains("//")
        && XmlText.isValid(key)
        && Arrays.stream(key.split("/")).noneMatch(s -> s.equals(".") || s.equals(".."));
  }
}
