package org.openhtc.embedded;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The errors with which the embedded store refuses requests; their codes are those of AWS. */
final class StoreErrors {
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private StoreErrors() {}

  static S3Exception denied() {
    return error(FORBIDDEN, "AccessDenied", "Access Denied");
  }

  static S3Exception noSuchUpload() {
    return error(
        NOT_FOUND,
        "NoSuchUpload",
        "The upload id is invalid for this key, or the upload was aborted or completed.");
  }

  static S3Exception expired() {
    return error(BAD_REQUEST, "ExpiredToken", "The provided token has expired.");
  }

  /** For keys that are not valid paths in the file system. */
  static S3Exception unstorable() {
    return error(
        BAD_REQUEST,
        "InvalidArgument",
        "This key cannot be stored: a part of it is longer than 255 bytes, or one key is the folder"
            + " of the other.");
  }

  private static S3Exception error(int status, String code, String message) {
    return (S3Exception)
        S3Exception.builder()
            .statusCode(status)
            .message(message)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .serviceName("S3")
                    .errorCode(code)
                    .errorMessage(message)
                    .build())
            .build();
  }
}
