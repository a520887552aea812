package org.openhtc.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.ApiException;
import org.openhtc.api.ClientAddress;
import org.openhtc.api.ErrorCode;
import org.openhtc.auth.apikey.ApiKeys;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The client credentials grant of RFC 6749. The client secret is an API key, in the form or in the
 * header {@code Authorization: Basic}. The client id is ignored, because the key identifies the
 * user.
 */
@ApiController
class OAuthController {
  private static final String INVALID_KEY = "client_secret is not a valid API key.";

  private final Authenticator authenticator;
  private final ClientAddress addresses;
  private final TokenSigner signer;
  private final AuthSettings settings;

  OAuthController(
      Authenticator authenticator,
      ClientAddress addresses,
      TokenSigner signer,
      AuthSettings settings) {
    this.authenticator = authenticator;
    this.addresses = addresses;
    this.signer = signer;
    this.settings = settings;
  }

  @PostMapping(value = "/oauth2/token", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  ResponseEntity<?> grant(
      @RequestParam(name = "grant_type", defaultValue = "") String grant,
      @RequestParam(name = "client_secret", required = false) @Nullable String formSecret,
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String header,
      HttpServletRequest request) {
    if (request.getQueryString() != null) {
      // A secret in a URL would be in the logs of proxies.
      return refuse("invalid_request", "Send the parameters in the body, not in the URL.");
    }
    Optional<OAuthClientSecret> secret = OAuthClientSecret.read(formSecret, header);
    if (grant.isEmpty() || secret.isEmpty()) {
      return refuse("invalid_request", "grant_type and client_secret must be given.");
    }
    if (!grant.equals("client_credentials")) {
      return refuse("unsupported_grant_type", "Only client_credentials is supported.");
    }
    return grant(secret.get(), addresses.of(request));
  }

  private ResponseEntity<?> grant(OAuthClientSecret secret, String address) {
    try {
      return token(authenticator.owner(secret.value(), address));
    } catch (ApiException refused) {
      if (refused.code() == ErrorCode.UNAUTHORIZED) {
        return secret.isInHeader() ? challenge() : refuse("invalid_client", INVALID_KEY);
      }
      throw refused;
    }
  }

  private static ResponseEntity<OAuthError> challenge() {
    return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
        .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"OpenHTC\"")
        .body(new OAuthError("invalid_client", INVALID_KEY, INVALID_KEY));
  }

  private ResponseEntity<OAuthToken> token(ApiKeys.Owned key) {
    long seconds = settings.userTokenLifetime().toSeconds();
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(new OAuthToken(signer.userToken(key), "Bearer", seconds));
  }

  private static ResponseEntity<OAuthError> refuse(String error, String sentence) {
    return ResponseEntity.badRequest().body(new OAuthError(error, sentence, sentence));
  }

  record OAuthToken(
      @JsonProperty("access_token") String accessToken,
      @JsonProperty("token_type") String tokenType,
      @JsonProperty("expires_in") long expiresIn) {}

  /** Has the sentence twice: under the name of RFC 6749 and under the name in {@code ErrorBody}. */
  record OAuthError(
      String error,
      @JsonProperty("error_description") String standardDescription,
      String errorDescription) {}
}
