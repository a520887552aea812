package org.openhtc.storage.s3;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openhtc.storage.ObjectStoreConnection;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/** Builds clients with time limits, so that every call ends even if the store does not respond. */
final class S3Clients {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ATTEMPT = Duration.ofSeconds(20);
  private static final Duration CALL = Duration.ofSeconds(45);
  private static final int ATTEMPTS = 3;
  private static final int CONNECTIONS = 64;

  /** A client that uses the service's own key. */
  static S3Client connect(ObjectStoreConnection connection) {
    return connect(connection, credentials(connection));
  }

  static S3Client connect(ObjectStoreConnection connection, AwsCredentialsProvider credentials) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(connection.region()))
            .forcePathStyle(true)
            .credentialsProvider(credentials)
            // Stores other than AWS often do not support the newer checksum headers.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(timeLimits())
            .httpClientBuilder(http());
    if (connection.endpoint() != null) {
      builder.endpointOverride(connection.endpoint());
    }
    return builder.build();
  }

  /**
   * A client of the token service.
   *
   * @param endpoint null for AWS's own
   */
  static StsClient connectSts(ObjectStoreConnection connection, @Nullable URI endpoint) {
    StsClientBuilder builder =
        StsClient.builder()
            .region(Region.of(connection.region()))
            .credentialsProvider(credentials(connection))
            .overrideConfiguration(timeLimits())
            .httpClientBuilder(http());
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
  }

  private static Apache5HttpClient.Builder http() {
    return Apache5HttpClient.builder()
        .connectionTimeout(CONNECT)
        .socketTimeout(ATTEMPT)
        .maxConnections(CONNECTIONS);
  }

  private static StaticCredentialsProvider credentials(ObjectStoreConnection connection) {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(connection.accessKey(), connection.secretKey()));
  }

  private static ClientOverrideConfiguration timeLimits() {
    return ClientOverrideConfiguration.builder()
        .apiCallAttemptTimeout(ATTEMPT)
        .apiCallTimeout(CALL)
        .retryStrategy(
            AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(ATTEMPTS).build())
        .build();
  }

  private S3Clients() {}
}
