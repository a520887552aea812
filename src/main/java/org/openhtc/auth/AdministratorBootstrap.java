package org.openhtc.auth;

import org.openhtc.api.Role;
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
 * Lets the first administrator in: makes the default workspace, its administrator and a key. Runs
 * before other start-up work, which may count on the workspace.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class AdministratorBootstrap implements ApplicationRunner {
  private static final Logger log = LoggerFactory.getLogger(AdministratorBootstrap.class);

  /** Replicas that start together must not make two administrators. The number is arbitrary. */
  private static final String ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7303014010)";

  private static final String NAME = "bootstrap";

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

  /** A file that can't be written undoes the whole start: else the key would be lost. */
  @Override
  @Transactional
  public void run(ApplicationArguments arguments) {
    jdbc.sql(ONE_AT_A_TIME).query((row, n) -> n).list();
    User administrator = workspace.administrator();
    signingKeys.signing();
    KeyFile file = KeyFile.in(settings.home());
    String given = settings.bootstrapApiKey();
    if (given != null) {
      keep(administrator, given, file);
    } else if (!keys.hasAny(administrator.id())) {
      tell(keys.create(administrator.id(), NAME, Role.PLATFORM_ADMIN).key(), file);
    }
  }

  private void keep(User administrator, String key, KeyFile file) {
    boolean isNew = keys.store(administrator.id(), NAME, key);
    if (isNew || !file.exists()) {
      tell(key, file);
    }
  }

  private static void tell(String key, KeyFile file) {
    file.write(key);
    log.info("The administrator's API key is in {}", file.path());
  }
}
