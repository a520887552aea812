package org.openhtc.auth;

import io.jsonwebtoken.Claims;
import java.util.Objects;
import org.openhtc.api.ApiController;
import org.openhtc.auth.apikey.ApiKeys;
import org.springframework.web.bind.annotation.GetMapping;

/** Issues access tokens for API keys and refresh tokens, and shows the payload of a token. */
@ApiController
class TokenController {
  private final TokenSigner signer;
  private final JobTokens jobTokens;
  private final AuthSettings settings;

  TokenController(TokenSigner signer, JobTokens jobTokens, AuthSettings settings) {
    this.signer = signer;
    this.jobTokens = jobTokens;
    this.settings = settings;
  }

  /** Issues a token for the user of an API key, or for the job of a refresh token. */
  @GetMapping("/auth/token")
  IssuedToken issue(CallerAuthentication caller) {
    ApiKeys.Owned key = caller.key();
    return key == null
        ? jobTokens.renew(Objects.requireNonNull(caller.claims()))
        : new IssuedToken(signer.userToken(key), settings.userTokenLifetime().toSeconds());
  }

  /** The payload of the token that authenticates the request. */
  @GetMapping("/auth/token/whoami")
  @org.jspecify.annotations.Nullable
  Claims payload(CallerAuthentication caller) {
    return caller.claims();
  }
}
