package org.openhtc.storage;

import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Conditional;
import org.springframework.validation.annotation.Validated;

/**
 * An object store of one's own instead of the embedded one.
 *
 * @param endpoint base URL of an S3 store; left out for AWS
 * @param region name that requests are signed for; default {@code us-east-1}
 * @param bucket exists already
 * @param accessKey key that may read, write, list and delete in the bucket
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
    if (endpoint != null && !isWeb(endpoint)) {
      throw new IllegalArgumentException(
          "openhtc.storage.endpoint '%s' is not an http or https URL".formatted(endpoint));
    }
  }

  ObjectStoreConnection connection() {
    return new ObjectStoreConnection(endpoint, region, bucket, accessKey, secretKey);
  }

  private static boolean isWeb(URI uri) {
    return uri.getHost() != null
        && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
  }
}
