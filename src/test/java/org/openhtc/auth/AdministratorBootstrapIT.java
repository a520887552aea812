package org.openhtc.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.auth.apikey.ApiKeys;
import org.openhtc.auth.signing.SigningKeys;
import org.openhtc.testing.ServiceTest;
import org.openhtc.workspace.DefaultWorkspace;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Later starts of a service whose administrator and key exist. */
@ServiceTest
class AdministratorBootstrapIT {
  @Autowired JdbcClient jdbc;
  @Autowired DefaultWorkspace workspace;
  @Autowired ApiKeys keys;
  @Autowired SigningKeys signingKeys;
  @TempDir Path home;

  String administrator;
  int before;

  @BeforeEach
  void countKeys() {
    administrator = workspace.administrator().id();
    before = keys.ofUser(administrator).size();
  }

  @Test
  void laterStartCreatesNoAdministratorAndNoKey() {
    start(null);
    assertThat(workspace.administrator().id()).isEqualTo(administrator);
    assertThat(keys.ofUser(administrator)).hasSize(before);
    assertThat(KeyFile.in(home).exists()).isFalse();
  }

  @Test
  void configuredKeyIsAddedOnce() {
    String key = "chosen-by-the-operator-" + UUID.randomUUID();
    start(key);
    start(key);
    assertThat(keys.ofUser(administrator)).hasSize(before + 1);
    assertThat(keys.owner(key))
        .hasValueSatisfying(owned -> assertThat(owned.user().id()).isEqualTo(administrator));
    assertThat(KeyFile.in(home).path()).hasContent(key);
  }

  @Test
  void missingFileIsWrittenAgainForAConfiguredKey() {
    start(ServiceTest.ADMIN_KEY);
    assertThat(keys.ofUser(administrator)).hasSize(before);
    assertThat(KeyFile.in(home).path()).hasContent(ServiceTest.ADMIN_KEY);
  }

  private void start(@Nullable String setting) {
    new AdministratorBootstrap(
            jdbc, workspace, keys, signingKeys, new BootstrapSettings(home, setting))
        .run(new DefaultApplicationArguments());
  }
}
