package org.openhtc.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.stereotype.Component;

/** What a registry has to be configured with to trust our tokens. */
@Component
public class TokenServer {
  /** Path of the token endpoint, below the service's address. */
  public static final String PATH = "/registry/token";

  private final RegistryKeys keys;
  private final RegistrySettings settings;

  TokenServer(RegistryKeys keys, RegistrySettings settings) {
    this.keys = keys;
    this.settings = settings;
  }

  /** The registry's setting {@code auth.token.issuer}. */
  public String issuer() {
    return RegistryTokens.ISSUER;
  }

  /** The registry's setting {@code auth.token.service}. */
  public String service() {
    return settings.service();
  }

  /** Content of the file that {@code auth.token.rootcertbundle} names, in PEM. */
  public String certificates() {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(keys.signing().certificate());
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n".formatted(base64);
  }
}
