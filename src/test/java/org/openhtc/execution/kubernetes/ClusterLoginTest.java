package org.openhtc.execution.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.testing.TestCertificates;

class ClusterLoginTest {
  @TempDir Path account;

  @ParameterizedTest
  @CsvSource({"10.96.0.1, 443, 10.96.0.1:443", "fd00::1, 6443, [fd00::1]:6443"})
  void podFindsTheApiServerWithoutANameServer(String host, String port, String authority)
      throws IOException {
    makeAuthority();
    ClusterLogin login = ClusterLogin.inCluster(account, variables(host, port));
    assertThat(login.address().authority()).isEqualTo(authority);
  }

  @Test
  void tokenOfTheAccountIsReadAgain() throws IOException {
    makeAuthority();
    ClusterLogin login = ClusterLogin.inCluster(account, variables("10.96.0.1", "443"));
    Files.writeString(account.resolve("token"), "first\n");
    assertThat(login.authorization().get()).isEqualTo("Bearer first");
    Files.writeString(account.resolve("token"), "second\n");
    assertThat(login.authorization().get()).isEqualTo("Bearer second");
  }

  private void makeAuthority() throws IOException {
    TestCertificates.make(account, "127.0.0.1");
    Files.move(account.resolve("ca.pem"), account.resolve("ca.crt"));
  }

  private static Map<String, String> variables(String host, String port) {
    return Map.of("KUBERNETES_SERVICE_HOST", host, "KUBERNETES_SERVICE_PORT", port);
  }

  @Test
  void serviceOutsideOfAClusterIsRefused() {
    assertRefused(Map.of(), "does not run in a cluster");
    assertRefused(variables("", "443"), "does not run in a cluster");
    assertRefused(variables("10.96.0.1", "tcp://10.96.0.1:443"), "'tcp://10.96.0.1:443'");
  }

  @Test
  void podWithoutAnAccountIsRefused() {
    assertRefused(variables("10.96.0.1", "443"), "can't read " + account.resolve("ca.crt"));
  }

  private void assertRefused(Map<String, String> environment, String reason) {
    assertThatThrownBy(() -> ClusterLogin.inCluster(account, environment))
        .isInstanceOf(EngineException.Refused.class)
        .hasMessageContaining(reason);
  }
}
