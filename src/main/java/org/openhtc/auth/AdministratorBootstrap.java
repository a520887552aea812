package org.openhtc.auth;

import org.openhtc.api.Role;
import org.openhtc.auth.apikey.ApiKeys;
import org.openhtc.auth.signing.SigningKeys;
import org.openhtc.workspace.DefaultWorkspace;
import org.openhtc.workspace.User;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Creates the default workspace, its administrator and an API key at the first start. Runs before
 * other start-up work, which may rely on the workspace.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class AdministratorBootstrap implements ApplicationRunner {
  private static final Logger log = LoggerFactory.getLogger(AdministratorBootstrap.class);

  /**
   * Processes that start at the same time must not create two administrators. The lock number is
   * arbitrary.
   */
  private static final String LOCK = "SELECT pg_advisory_xact_lock(7303014010)";

  private static final String KEY_NAME = "bootstrap";

  private final JdbcClient jdbc;
  private final DefaultWorkspace workspace;
  private final ApiKeys keys;
  private final SigningKeys signingKeys;
  private final BootstrapSettings settings;

  AdministratorBootstrap(
      JdbcClient jdbc,
      DefaultWorkspace workspace,
      ApiKeys keys,
      SigningKeys signingKeys,
      BootstrapSettings settings) {
    this.jdbc = jdbc;
    this.workspace = workspace;
    this.keys = keys;
    this.signingKeys = signingKeys;
    this.settings = settings;
  }

  /**
   * Rolls everything back if the file cannot be written, because the new key would otherwise be
   * lost.
   */
  @Override
  @Transactional
  public void run(ApplicationArguments arguments) {
    jdbc.sql(LOCK).query((row, n) -> n).list();
    User administrator = workspace.administrator();
    signingKeys.signing();
    KeyFile file = KeyFile.in(settings.home());
    String configured = settings.bootstrapApiKey();
    if (configured != null) {
      store(administrator, configured, file);
    } else if (!keys.hasAny(administrator.id())) {
      write(keys.create(administrator.id(), KEY_NAME, Role.PLATFORM_ADMIN).key(), file);
    }
  }

  private void store(User administrator, String key, KeyFile file) {
    boolean isNew = keys.store(administrator.id(), KEY_NAME, key);
    if (isNew || !file.exists()) {
      write(key, file);
    }
  }

  private static void write(String key, KeyFile file) {
    file.write(key);
    log.info("The administrator's API key is in {}", file.path());
  }
}
