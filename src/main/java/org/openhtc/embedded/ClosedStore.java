package org.openhtc.embedded;

import java.lang.reflect.Proxy;
import org.gaul.s3proxy.blobstore.BlobStore;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A store that refuses every operation, also those that later versions of S3Proxy may add. */
final class ClosedStore {
  private static final int FORBIDDEN = 403;

  static BlobStore create() {
    return (BlobStore)
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(),
            new Class<?>[] {BlobStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              throw denied();
            });
  }

  private static Exception denied() {
    return S3Exception.builder()
        .statusCode(FORBIDDEN)
        .message("Access Denied")
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName("S3")
                .errorCode("AccessDenied")
                .errorMessage("Access Denied")
                .build())
        .build();
  }

  private ClosedStore() {}
}
