package org.openhtc.embedded;

import java.util.regex.Pattern;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;

/**
 * Finds out whether an upload id was issued for a key. S3Proxy 4.1.0 does not check that, and uses
 * the id as a part of a path: an id such as {@code x/../other/folder} would reach any folder.
 */
final class MultipartUploads {
  /** S3Proxy issues ids of this form, which cannot contain a separator of paths. */
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private MultipartUploads() {}

  /** Whether the upload of this id and key was begun and has neither been completed nor aborted. */
  static boolean isOpen(BlobStore files, MultipartUpload upload) {
    return ID.matcher(upload.id()).matches()
        && files.blobExists(upload.containerName(), marker(upload));
  }

  /** The empty object that S3Proxy's file store keeps for as long as an upload is open. */
  private static String marker(MultipartUpload upload) {
    return ".mpus-%s-%s-stub".formatted(upload.id(), upload.blobName());
  }
}
