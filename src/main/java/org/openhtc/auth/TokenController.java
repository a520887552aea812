package org.openhtc.auth;

import io.jsonwebtoken.Claims;
import org.openhtc.api.ApiController;
import org.springframework.web.bind.annotation.GetMapping;

/** Access tokens for API keys and refresh tokens, and what they say. */
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

  /** A token for the user whose API key was sent, or for the job whose refresh token was. */
  @GetMapping("/auth/token")
  IssuedToken issue(CallerAuthentication caller) {
    Claims refresh = caller.claims();
    return refresh == null
        ? new IssuedToken(signer.userToken(caller.user()), settings.userTokenLifetime().toSeconds())
        : jobTokens.renew(refresh);
  }

  /** The payload of the token that was sent. */
  @GetMapping("/auth/token/whoami")
  @org.jspecify.annotations.Nullable
  Claims payload(CallerAuthentication caller) {
    return caller.claims();
  }
}
