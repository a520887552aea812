package org.openhtc.execution.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openhtc.execution.engine.EngineException;

class KubeconfigTest {
  @TempDir Path directory;

  @Test
  void currentContextIsUsed() throws IOException {
    Files.writeString(directory.resolve("ca.crt"), "authority");
    Kubeconfig config =
        read(
            "server: https://10.0.0.1:6443/base, certificate-authority: ca.crt",
            "client-certificate-data: " + base64("certificate") + ", tokenFile: token");
    assertThat(config.server()).hasToString("https://10.0.0.1:6443/base");
    assertThat(config.authorities()).asString(UTF_8).isEqualTo("authority");
    assertThat(config.clientCertificate()).asString(UTF_8).isEqualTo("certificate");
    assertThat(config.clientKey()).isNull();
    assertThat(config.token()).isNull();
    assertThat(config.tokenFile()).isEqualTo(directory.resolve("token"));
  }

  @Test
  void credentialsAreNotShown() throws IOException {
    Kubeconfig config = read("server: https://c", "token: very-secret");
    assertThat(config.token()).isEqualTo("very-secret");
    assertThat(config.toString()).doesNotContain("very-secret");
  }

  @ParameterizedTest
  @CsvSource({"exec: {command: aws}", "auth-provider: {name: gcp}"})
  void programThatLogsInIsNotRun(String user) {
    assertThatThrownBy(() -> read("server: https://c", user))
        .isInstanceOf(EngineException.Refused.class)
        .hasMessageContaining("runs a program to log in");
  }

  @Test
  void serverHasToBeAuthenticated() throws IOException {
    Kubeconfig config = read("server: https://c, insecure-skip-tls-verify: true", "token: t");
    assertThatThrownBy(config::authorities)
        .isInstanceOf(EngineException.Refused.class)
        .hasMessageContaining("insecure-skip-tls-verify");
  }

  @ParameterizedTest
  @CsvSource({"file:///etc/passwd", "nonsense", "https://user@c"})
  void serverHasToBeAnAddress(String server) throws IOException {
    Kubeconfig config = read("server: '%s'".formatted(server), "token: t");
    assertThatThrownBy(config::server).hasMessageContaining("not the address of a server");
  }

  @Test
  void fileHasToBeAKubeconfig() throws IOException {
    Path file = directory.resolve("other");
    assertThatThrownBy(() -> Kubeconfig.read(file)).hasMessageContaining("can't read");
    Files.writeString(file, "[]");
    assertThatThrownBy(() -> Kubeconfig.read(file)).hasMessageContaining("not a kubeconfig");
    Files.writeString(file, "{current-context: a}");
    assertThatThrownBy(() -> Kubeconfig.read(file)).hasMessageContaining("no context 'a'");
    Files.writeString(file, "!!javax.script.ScriptEngineManager []");
    assertThatThrownBy(() -> Kubeconfig.read(file)).isInstanceOf(EngineException.Refused.class);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private Kubeconfig read(String cluster, String user) throws IOException {
    Path file = directory.resolve("config");
    Files.writeString(
        file,
        """
        current-context: two
        contexts:
        - {name: one, context: {cluster: other, user: other}}
        - {name: two, context: {cluster: c, user: u}}
        clusters: [{name: other, cluster: {}}, {name: c, cluster: {%s}}]
        users: [{name: other, user: {}}, {name: u, user: {%s}}]
        """
            .formatted(cluster, user));
    return Kubeconfig.read(file);
  }
}
