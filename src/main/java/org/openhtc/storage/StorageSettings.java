package org.openhtc.storage;

import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Conditional;
import org.springframework.validation.annotation.Validated;

/**
 * The connection to an external object store, which replaces the embedded one.
 *
 * @param endpoint base URL of an S3 store; not set for AWS
 * @param region the region in the signature of requests; default {@code us-east-1}
 * @param bucket an existing bucket
 * @param accessKey key with the right to read, write, list and delete in the bucket
 */
@Validated
@Conditional(StoreConfigured.class)
@ConfigurationProperties("openhtc.storage")
record StorageSettings(
    @Nullable URI endpoint,
    @NotBlank @DefaultValue("us-east-1") String region,
    @NotBlank String bucket,
    @NotBlank String accessKey,
    @NotBlank String secretKey) {

  StorageSettings {
    if (endpoint != null && !isHttp(endpoint)) {
      throw new IllegalArgumentException(
          "openhtc.storage.endpoint '%s' is not an http or https URL".formatted(endpoint));
    }
  }

  ObjectStoreConnection connection() {
    return new ObjectStoreConnection(endpoint, region, bucket, accessKey, secretKey);
  }

  private static boolean isHttp(URI uri) {
    return uri.getHost() != null
        && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
  }
}
