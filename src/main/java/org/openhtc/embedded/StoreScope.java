package org.openhtc.embedded;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.XmlText;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

/**
 * The folders of the bucket that one request may access. Each check throws the error for the client
 * when the operation is not allowed.
 */
record StoreScope(String bucket, List<FolderGrant> folders) {

  /** The scope of an unsigned request. */
  static StoreScope nothing() {
    return new StoreScope("", List.of());
  }

  void checkRead(@Nullable String inBucket, @Nullable String key) {
    check(inBucket, key, false);
  }

  void checkWrite(@Nullable String inBucket, @Nullable String key) {
    check(inBucket, key, true);
  }

  /** Listing reads everything with a prefix, so all of that must be in a permitted folder. */
  void checkList(@Nullable String inBucket, @Nullable String prefix) {
    check(inBucket, prefix, false);
  }

  void checkBucket(@Nullable String name) {
    if (!bucket.equals(name)) {
      throw StoreErrors.denied();
    }
  }

  /** Objects may not be made public. */
  void checkAcl(@Nullable ObjectCannedACL acl) {
    if (acl != null && acl != ObjectCannedACL.PRIVATE) {
      throw StoreErrors.denied();
    }
  }

  private void check(@Nullable String inBucket, @Nullable String key, boolean writing) {
    checkBucket(inBucket);
    if (key == null || !isSafe(key) || !isPermitted(key, writing)) {
      throw StoreErrors.denied();
    }
  }

  private boolean isPermitted(String key, boolean writing) {
    return folders.stream()
        .anyMatch(grant -> key.startsWith(grant.folder()) && (!writing || grant.isWritable()));
  }

  /**
   * Rejects keys such as {@code a/../b}, which this check would find in {@code a/} but the file
   * backend would resolve to {@code b}; and keys that XML cannot represent, because one of them
   * makes a whole listing unreadable.
   */
  private static boolean isSafe(String key) {
    return !key.startsWith("/")
        && !key.contains("//")
        && XmlText.isValid(key)
        && Arrays.stream(key.split("/")).noneMatch(s -> s.equals(".") || s.equals(".."));
  }
}
