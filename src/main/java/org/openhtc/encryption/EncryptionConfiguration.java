package org.openhtc.encryption;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Chooses the secret. The processes that share a database need the same one, so only the embedded
 * database, which has a single process, gets a secret without a setting.
 */
@Configuration(proxyBeanMethods = false)
class EncryptionConfiguration {
  private static final Logger log = LoggerFactory.getLogger(EncryptionConfiguration.class);
  private static final String EMBEDDED = "embedded";

  @Bean
  KeyEncryption keyEncryption(
      EncryptionSettings settings,
      @Value("${spring.datasource.url:" + EMBEDDED + "}") String database) {
    return new KeyEncryption(secret(settings, database.equals(EMBEDDED)));
  }

  static @Nullable String secret(EncryptionSettings settings, boolean isDatabaseEmbedded) {
    if (settings.encryptionSecret() != null) {
      return settings.encryptionSecret();
    }
    if (isDatabaseEmbedded) {
      return new SecretFile(settings.home().resolve("encryption-secret")).readOrCreate();
    }
    log.warn(
        "The private keys in the database are not encrypted; set openhtc.encryption-secret, to the"
            + " same value in all processes");
    return null;
  }
}
