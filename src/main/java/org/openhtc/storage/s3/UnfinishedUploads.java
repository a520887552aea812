package org.openhtc.storage.s3;

import java.util.List;
import java.util.Set;
import org.openhtc.storage.ObjectStoreConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Multipart uploads that were not completed. Their parts do not appear in listings of objects. */
final class UnfinishedUploads {
  private static final Logger log = LoggerFactory.getLogger(UnfinishedUploads.class);

  /** The service's key lacks the right, or the store does not support the request. */
  private static final Set<Integer> CANNOT_ABORT = Set.of(403, 405, 501);

  private final S3Client client;
  private final ObjectStoreConnection store;

  UnfinishedUploads(S3Client client, ObjectStoreConnection store) {
    this.client = client;
    this.store = store;
  }

  /**
   * Aborts the uploads to a folder and returns their number. A store that does not allow it needs a
   * lifecycle rule of its own. The failure is only logged, so that the objects of the folder can
   * still be removed.
   */
  int abort(String prefix) {
    try {
      List<MultipartUpload> uploads = to(prefix);
      uploads.forEach(this::abort);
      return uploads.size();
    } catch (S3Exception e) {
      if (!CANNOT_ABORT.contains(e.statusCode())) {
        throw e;
      }
      log.warn("Could not abort unfinished uploads in {}: {}", store, e.getMessage());
      return 0;
    }
  }

  private List<MultipartUpload> to(String prefix) {
    return client
        .listMultipartUploadsPaginator(
            r -> r.bucket(store.bucket()).prefix(prefix).encodingType(EncodingType.URL))
        .uploads()
        .stream()
        .filter(upload -> upload.key().startsWith(prefix))
        .toList();
  }

  private void abort(MultipartUpload upload) {
    try {
      client.abortMultipartUpload(
          r -> r.bucket(store.bucket()).key(upload.key()).uploadId(upload.uploadId()));
    } catch (NoSuchUploadException ended) {
      log.debug("The upload to {} had ended already", upload.key());
    }
  }
}
