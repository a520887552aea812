package org.openhtc.embedded.signature;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.XmlText;

/**
 * The folders of the bucket that one request may access. Each check throws the error for the client
 * when the operation is not allowed.
 *
 * @param folders null means the whole bucket
 */
public record StoreScope(String bucket, @Nullable List<FolderGrant> folders) {
  private static final int LONGEST_KEY = 1024;

  /** Each one means a directory on the disk. */
  private static final int MOST_SLASHES = 100;

  /** The scope of the service itself. */
  public static StoreScope everything(String bucket) {
    return new StoreScope(bucket, null);
  }

  public void checkRead(String inBucket, String key) {
    check(inBucket, key, false);
  }

  public void checkWrite(String inBucket, String key) {
    check(inBucket, key, true);
    if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
      throw S3Error.of(400, "KeyTooLongError", "Your key is too long.");
    }
    if (key.chars().filter(character -> character == '/').count() > MOST_SLASHES) {
      throw S3Error.of(
          400, "KeyTooLongError", "Your key has more than %d slashes.".formatted(MOST_SLASHES));
    }
  }

  /** Listing reads everything with a prefix, so all of that must be in a permitted folder. */
  public void checkList(String inBucket, String prefix) {
    check(inBucket, prefix, false);
  }

  public void checkBucket(String name) {
    if (!bucket.equals(name)) {
      throw S3Error.denied();
    }
  }

  /** For operations that concern the whole bucket. */
  public void checkEverything() {
    if (folders != null) {
      throw S3Error.denied();
    }
  }

  private void check(String inBucket, String key, boolean writing) {
    checkBucket(inBucket);
    if (folders != null && !(isSafe(key) && isPermitted(folders, key, writing))) {
      throw S3Error.denied();
    }
  }

  private static boolean isPermitted(List<FolderGrant> folders, String key, boolean writing) {
    return folders.stream()
        .anyMatch(grant -> key.startsWith(grant.folder()) && (!writing || grant.isWritable()));
  }

  /**
   * Rejects keys such as {@code a/../b}, because tools that copy them to a file system would write
   * to {@code b}; and keys that XML cannot represent, because one of them makes a whole listing
   * unreadable.
   */
  private static boolean isSafe(String key) {
    return XmlText.isValid(key)
        && Arrays.stream(key.split("/")).noneMatch(s -> s.equals(".") || s.equals(".."));
  }
}
