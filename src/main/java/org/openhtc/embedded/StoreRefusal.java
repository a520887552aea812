package org.openhtc.embedded;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The words in which the embedded store refuses, as AWS would. */
final class StoreRefusal {
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;

  private StoreRefusal() {}

  static S3Exception denied() {
    return refusal(FORBIDDEN, "AccessDenied", "Access Denied");
  }

  static S3Exception expired() {
    return refusal(BAD_REQUEST, "ExpiredToken", "The provided token has expired.");
  }

  /** For keys that the file system can't keep: too long a part, or a file where a folder is. */
  static S3Exception unstorable() {
    return refusal(
        BAD_REQUEST,
        "InvalidArgument",
        "This key can't be kept: it has a part of more than 255 bytes, or is another key's folder.");
  }

  private static S3Exception refusal(int status, String code, String sentence) {
    return (S3Exception)
        S3Exception.builder()
            .statusCode(status)
            .message(sentence)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .serviceName("S3")
                    .errorCode(code)
                    .errorMessage(sentence)
                    .build())
            .build();
  }
}
