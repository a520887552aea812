package org.openhtc.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.openhtc.registry.TokenServer;

/** Writes the registry's configuration: its address, its directory and its token server. */
final class RegistryConfigFile {
  private static final String TEXT =
      """
      version: 0.1
      log:
        level: warn
        accesslog:
          disabled: true
      storage:
        filesystem:
          rootdirectory: %s
        delete:
          enabled: true
        cache:
          blobdescriptor: inmemory
        maintenance:
          readonly:
            enabled: %s
      http:
        addr: %s
        secret: %s
      auth:
        token:
          realm: %s
          service: %s
          issuer: %s
          rootcertbundle: %s
      """;

  private RegistryConfigFile() {}

  /**
   * Writes the configuration and the certificate file that it refers to.
   *
   * @param realm URL from which engines get their tokens
   * @param isReadOnly whether the registry refuses new images and removals
   */
  static void write(RegistryHome home, TokenServer tokens, URI realm, boolean isReadOnly)
      throws IOException {
    Files.writeString(home.certificates(), tokens.certificates());
    Files.writeString(
        home.configuration(),
        TEXT.formatted(
            quoted(home.images()),
            isReadOnly,
            home.host(),
            random(),
            quoted(realm),
            quoted(tokens.service()),
            quoted(tokens.issuer()),
            quoted(home.certificates())));
  }

  /** A single-quoted YAML string, in which only the quote itself is escaped, by doubling it. */
  private static String quoted(Object value) {
    return "'" + value.toString().replace("'", "''") + "'";
  }

  private static String random() {
    byte[] value = new byte[16];
    new SecureRandom().nextBytes(value);
    return HexFormat.of().formatHex(value);
  }
}
