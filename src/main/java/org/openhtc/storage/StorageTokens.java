package org.openhtc.storage;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.springframework.stereotype.Component;

/** Lends what a caller reaches, in the words of the API. */
@Component
class StorageTokens {
  private final ScopedCredentials credentials;
  private final CredentialSource source;
  private final UrlSigner signer;
  private final LendingSettings settings;
  private final Clock clock;

  StorageTokens(
      ScopedCredentials credentials,
      CredentialSource source,
      UrlSigner signer,
      LendingSettings settings,
      Clock clock) {
    this.credentials = credentials;
    this.source = source;
    this.signer = signer;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * @throws ApiException 503 when the store's token service does not answer
   */
  StorageCredentials lend(FolderReach reach) {
    return lend(reach, settings.credentialLifetime());
  }

  record SignedUrl(URI url, Instant expiration) {}

  /**
   * @throws ApiException 403 when the caller may not do that with the folder
   */
  SignedUrl sign(FolderReach reach, UrlSigner.Method method, String filePath, @Nullable URI at) {
    FolderReach narrow = reach.forMethod(method);
    String key = ObjectKey.in(narrow.main().folder(), filePath);
    StorageCredentials own = source.lendsAtOnce() ? lend(narrow, settings.urlLifetime()) : null;
    Instant expiration = clock.instant().plus(settings.urlLifetime());
    URI url = signer.sign(new UrlSigner.Order(method, key, settings.urlLifetime(), at, own));
    return new SignedUrl(url, expiration);
  }

  private StorageCredentials lend(FolderReach reach, java.time.Duration lifetime) {
    try {
      return credentials.issue(new CredentialRequest(reach.owner(), reach.folders(), lifetime));
    } catch (StoreUnavailable e) {
      throw ApiException.unavailable("The token service of the object store does not answer.");
    }
  }

  /** As environment variables, which every AWS SDK and tool understands. */
  static Map<String, String> variables(
      StorageCredentials lent, String region, @Nullable URI endpoint) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ACCESS_KEY_ID", lent.accessKey());
    variables.put("AWS_SECRET_ACCESS_KEY", lent.secretKey());
    variables.put("AWS_SESSION_TOKEN", lent.sessionToken());
    variables.put("AWS_REGION", region);
    if (endpoint != null) {
      variables.put("AWS_ENDPOINT_URL_S3", endpoint.toString());
    }
    return variables;
  }
}
