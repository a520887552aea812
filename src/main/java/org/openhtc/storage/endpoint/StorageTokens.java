package org.openhtc.storage.endpoint;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.storage.CredentialIssuer;
import org.openhtc.storage.CredentialRequest;
import org.openhtc.storage.ScopedCredentials;
import org.openhtc.storage.StorageAccessSettings;
import org.openhtc.storage.StorageCredentials;
import org.openhtc.storage.StoreUnavailable;
import org.openhtc.storage.UrlSigner;
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
}
