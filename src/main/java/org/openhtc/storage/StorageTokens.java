package org.openhtc.storage;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.springframework.stereotype.Component;

/** Issues credentials and presigned URLs for the folders that a caller may use. */
@Component
class StorageTokens {
  private final ScopedCredentials credentials;
  private final CredentialIssuer issuer;
  private final UrlSigner signer;
  private final StorageAccessSettings settings;
  private final Clock clock;

  StorageTokens(
      ScopedCredentials credentials,
      CredentialIssuer issuer,
      UrlSigner signer,
      StorageAccessSettings settings,
      Clock clock) {
    this.credentials = credentials;
    this.issuer = issuer;
    this.signer = signer;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Issues credentials with the configured lifetime.
   *
   * @throws ApiException 503 when the store's token service does not respond
   */
  StorageCredentials issue(FolderAccess access) {
    return issue(access, settings.credentialLifetime());
  }

  record SignedUrl(URI url, Instant expiration) {}

  /**
   * Signs a URL for one file in the main folder.
   *
   * @param endpoint base URL of the store for the client; null for AWS's own
   * @throws ApiException 403 when the caller may only read the folder and the method is PUT
   */
  SignedUrl sign(
      FolderAccess access, UrlSigner.Method method, String filePath, @Nullable URI endpoint) {
    FolderAccess narrow = access.forMethod(method);
    String key = ObjectKey.in(narrow.main().folder(), filePath);
    Duration lifetime = settings.urlLifetime();
    StorageCredentials signerKey = issuer.issuesLocally() ? issue(narrow, lifetime) : null;
    Instant expiration = clock.instant().plus(lifetime);
    URI url = signer.sign(new UrlSigner.PresignRequest(method, key, lifetime, endpoint, signerKey));
    return new SignedUrl(url, expiration);
  }

  private StorageCredentials issue(FolderAccess access, Duration lifetime) {
    try {
      return credentials.issue(new CredentialRequest(access.owner(), access.folders(), lifetime));
    } catch (StoreUnavailable e) {
      throw ApiException.unavailable("The token service of the object store does not respond.");
    }
  }

  /** The credentials as environment variables that every AWS SDK and tool reads. */
  static Map<String, String> variables(
      StorageCredentials credentials, String region, @Nullable URI endpoint) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ACCESS_KEY_ID", credentials.accessKey());
    variables.put("AWS_SECRET_ACCESS_KEY", credentials.secretKey());
    variables.put("AWS_SESSION_TOKEN", credentials.sessionToken());
    variables.put("AWS_REGION", region);
    if (endpoint != null) {
      variables.put("AWS_ENDPOINT_URL_S3", endpoint.toString());
    }
    return variables;
  }
}
