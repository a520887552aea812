package org.openhtc.embedded.s3;

import java.io.IOException;
import org.openhtc.embedded.blob.Blobs;
import org.openhtc.embedded.blob.OpenBlob;
import org.openhtc.embedded.http.PercentCoding;
import org.openhtc.embedded.http.S3Error;
import org.openhtc.embedded.http.S3Request;
import org.openhtc.embedded.signature.StoreScope;

/** The object that a request copies. */
record CopySource(String bucket, String key) {
  private static final String HEADER = "x-amz-copy-source";

  static CopySource of(S3Request request) {
    String header = request.header(HEADER, "");
    String source = header.startsWith("/") ? header.substring(1) : header;
    int version = source.indexOf("?versionId=");
    String path = PercentCoding.decode(version < 0 ? source : source.substring(0, version));
    int end = path.indexOf('/');
    if (end < 1 || end == path.length() - 1) {
      throw S3Error.invalid("Copy Source must mention the source bucket and key.");
    }
    return new CopySource(path.substring(0, end), path.substring(end + 1));
  }

  void checkReadable(StoreScope scope) {
    scope.checkRead(bucket, key);
  }

  /**
   * Opens the source when its conditions hold. The caller must close it.
   *
   * @throws S3Error when they do not, or there is no such object
   */
  OpenBlob open(S3Request request, Blobs blobs) throws IOException {
    OpenBlob blob = blobs.read(key).orElseThrow(S3Error::noSuchKey);
    try {
      if (Conditions.checkRead(request, HEADER + "-", blob.info())) {
        return blob;
      }
      throw S3Error.preconditionFailed();
    } catch (S3Error e) {
      blob.close();
      throw e;
    }
  }
}
