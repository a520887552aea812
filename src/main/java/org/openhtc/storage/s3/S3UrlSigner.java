package org.openhtc.storage.s3;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.storage.StorageCredentials;
import org.openhtc.storage.UrlSigner;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Signs path-style URLs with AWS Signature Version 4. */
final class S3UrlSigner implements UrlSigner, AutoCloseable {
  private final ObjectStoreConnection connection;
  private final ConcurrentMap<Optional<URI>, S3Presigner> presigners = new ConcurrentHashMap<>();

  S3UrlSigner(ObjectStoreConnection connection) {
    this.connection = connection;
  }

  @Override
  public URI sign(PresignRequest request) {
    S3Presigner presigner =
        presigners.computeIfAbsent(Optional.ofNullable(request.endpoint()), this::presigner);
    AwsRequestOverrideConfiguration signer =
        AwsRequestOverrideConfiguration.builder()
            .credentialsProvider(StaticCredentialsProvider.create(credentials(request)))
            .build();
    return switch (request.method()) {
      case GET -> get(presigner, request, signer);
      case PUT -> put(presigner, request, signer);
    };
  }

  @Override
  public void close() {
    presigners.values().forEach(S3Presigner::close);
  }

  private URI get(
      S3Presigner presigner, PresignRequest request, AwsRequestOverrideConfiguration signer) {
    return URI.create(
        presigner
            .presignGetObject(p ->
                p.signatureDuration(request.lifetime())
                    .getObjectRequest(r ->
                        r.bucket(connection.bucket())
                            .key(request.key())
                            .overrideConfiguration(signer)))
            .url()
            .toString());
  }

  private URI put(
      S3Presigner presigner, PresignRequest request, AwsRequestOverrideConfiguration signer) {
    return URI.create(
        presigner
            .presignPutObject(p ->
                p.signatureDuration(request.lifetime())
                    .putObjectRequest(r ->
                        r.bucket(connection.bucket())
                            .key(request.key())
                            .overrideConfiguration(signer)))
            .url()
            .toString());
  }

  private AwsCredentials credentials(PresignRequest request) {
    StorageCredentials signer = request.signer();
    return signer == null
        ? AwsBasicCredentials.create(connection.accessKey(), connection.secretKey())
        : AwsSessionCredentials.create(
            signer.accessKey(), signer.secretKey(), signer.sessionToken());
  }

  private S3Presigner presigner(Optional<URI> endpoint) {
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(Region.of(connection.region()))
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build());
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }
}
