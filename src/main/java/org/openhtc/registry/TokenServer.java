package org.openhtc.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.openhtc.registry.token.RegistryKeyStore;
import org.springframework.stereotype.Component;

/** The configuration with which a registry trusts the tokens that OpenHTC issues. */
@Component
public class TokenServer {
  /** Path of the token endpoint, below the service's address. */
  public static final String PATH = "/registry/token";

  private final RegistryKeyStore keys;
  private final RegistrySettings settings;

  TokenServer(RegistryKeyStore keys, RegistrySettings settings) {
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

  /** Content of the registry's file {@code auth.token.rootcertbundle}, in PEM. */
  public String certificates() {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(keys.signingKey().certificate());
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n".formatted(base64);
  }
}
