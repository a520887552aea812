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

/** Uploads in parts that were not completed. No listing of objects shows what they hold. */
final class UnfinishedUploads {
  private static final Logger log = LoggerFactory.getLogger(UnfinishedUploads.class);

  /** The service's key may not, or the store knows no such request. */
  private static final Set<Integer> NOT_OURS_TO_END = Set.of(403, 405, 501);

  private final S3Client client;
  private final ObjectStoreConnection store;

  UnfinishedUploads(S3Client client, ObjectStoreConnection store) {
    this.client = client;
    this.store = store;
  }

  /**
   * Ends those to a folder and tells how many. Where the store does not let us, it has to have a
   * rule of its own that ends them: that must not keep the objects of a folder from being removed.
   */
  int abort(String prefix) {
    try {
      List<MultipartUpload> uploads = to(prefix);
      uploads.forEach(this::abort);
      return uploads.size();
    } catch (S3Exception e) {
      if (!NOT_OURS_TO_END.contains(e.statusCode())) {
        throw e;
      }
      log.warn("Parts of unfinished uploads stay in {}: {}", store, e.getMessage());
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
      log.debug("The upload to {} ended by itself", upload.key());
    }
  }
}
