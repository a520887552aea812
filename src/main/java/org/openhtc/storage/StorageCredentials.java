package org.openhtc.storage;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Temporary credentials to the object store.
 *
 * @param sessionToken sent with every request in addition to the signature
 * @param expiration the store refuses them from then on
 */
public record StorageCredentials(
    String accessKey, String secretKey, String sessionToken, Instant expiration) {

  /**
   * The credentials as environment variables that every AWS SDK and tool reads.
   *
   * @param endpoint base URL of the store for the program; null for AWS's own
   */
  public Map<String, String> variables(String region, @Nullable URI endpoint) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ACCESS_KEY_ID", accessKey);
    variables.put("AWS_SECRET_ACCESS_KEY", secretKey);
    variables.put("AWS_SESSION_TOKEN", sessionToken);
    variables.put("AWS_REGION", region);
    if (endpoint != null) {
      variables.put("AWS_ENDPOINT_URL_S3", endpoint.toString());
    }
    return variables;
  }

  /** Omits the secrets, so that they cannot appear in a log. */
  @Override
  public String toString() {
    return "%s until %s".formatted(accessKey, expiration);
  }
}
