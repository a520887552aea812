package org.openhtc.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.ApiException;
import org.openhtc.registry.token.BasicCredentials;
import org.openhtc.registry.token.Scope;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The token server of the Docker registry protocol. Docker engines send the password of {@code
 * docker login} and receive a token for the registry.
 */
@ApiController
class RegistryTokenController {
  private final RegistryAccess access;
  private final TokenServer server;

  RegistryTokenController(RegistryAccess access, TokenServer server) {
    this.access = access;
    this.server = server;
  }

  /** Takes Basic credentials; a request without a scope only checks them. */
  @GetMapping(TokenServer.PATH)
  RegistryTokenView token(
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String header,
      @RequestParam MultiValueMap<String, String> parameters) {
    BasicCredentials credentials =
        BasicCredentials.read(header)
            .orElseThrow(
                () -> ApiException.unauthorized("Log in with user name AWS and a registry token."));
    return RegistryTokenView.of(access.grant(credentials, scopes(parameters)));
  }

  /** The same as an OAuth 2 form, which some engines send. */
  @PostMapping(path = TokenServer.PATH, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  RegistryTokenView oauthToken(@RequestParam MultiValueMap<String, String> form) {
    String grantType = text(form, "grant_type");
    if (!grantType.equals("password")) {
      throw ApiException.invalid(
          "grant_type '%s' is not supported; use 'password'.".formatted(grantType));
    }
    return RegistryTokenView.of(
        access.grant(
            new BasicCredentials(text(form, "username"), text(form, "password")), scopes(form)));
  }

  /** The certificate that an external registry must be configured to trust. */
  @GetMapping(path = "/registry/certificates.pem", produces = MediaType.TEXT_PLAIN_VALUE)
  String certificates() {
    return server.certificates();
  }

  /**
   * Reads the raw parameters: Spring would split a list parameter at the commas between actions.
   */
  private static List<Scope> scopes(MultiValueMap<String, String> parameters) {
    return Scope.parseAll(parameters.getOrDefault("scope", List.of()));
  }

  private static String text(MultiValueMap<String, String> form, String name) {
    return Objects.requireNonNullElse(form.getFirst(name), "");
  }

  /** Contains the token twice: the older protocol reads the first member, OAuth the second. */
  record RegistryTokenView(
      String token,
      @JsonProperty("access_token") String accessToken,
      @JsonProperty("expires_in") long expiresIn,
      @JsonProperty("issued_at") String issuedAt) {

    static RegistryTokenView of(RegistryTokens.SignedToken token) {
      return new RegistryTokenView(
          token.value(), token.value(), token.lifetime().toSeconds(), token.issuedAt().toString());
    }
  }
}
