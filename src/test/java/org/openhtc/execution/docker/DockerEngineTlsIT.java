package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.testing.ExtraEngine;
import org.openhtc.testing.TestCertificates;

class DockerEngineTlsIT {
  private static ExtraEngine machine;

  @BeforeAll
  static void start() throws IOException {
    machine = ExtraEngine.withTls();
  }

  @AfterAll
  static void stop() throws IOException {
    if (machine != null) {
      machine.close();
    }
  }

  @Test
  void rightCertificatesConnect() {
    try (ContainerEngine engine = connect(machine.certificates())) {
      assertThat(engine.facts().vcpus()).isPositive();
      assertThat(engine.facts().diskFreeGib()).isNull();
      assertThat(engine.list("no-installation")).isEmpty();
    }
  }

  @Test
  void noCertificateIsRefused() {
    assertThatThrownBy(() -> connect(null)).isInstanceOf(EngineException.Refused.class);
  }

  @Test
  void missingFilesAreNamed(@TempDir Path empty) {
    assertThatThrownBy(() -> connect(empty))
        .isInstanceOf(EngineException.Refused.class)
        .hasMessageContaining("ca.pem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cert.pem", "key.pem"})
  void damagedFileIsRefused(String name, @TempDir Path damaged) throws IOException {
    for (String file : List.of("ca.pem", "cert.pem", "key.pem")) {
      Files.copy(machine.certificates().resolve(file), damaged.resolve(file));
    }
    Files.writeString(damaged.resolve(name), "garbage");
    assertThatThrownBy(() -> connect(damaged))
        .isInstanceOf(EngineException.Refused.class)
        .hasMessageContaining("TLS files in %s can't be used: ", damaged);
  }

  @Test
  void clientOfAnotherAuthorityIsRefused(@TempDir Path other) throws IOException {
    TestCertificates.make(other, "10.0.0.1");
    Files.copy(
        machine.certificates().resolve("ca.pem"),
        other.resolve("ca.pem"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> connect(other)).isInstanceOf(EngineException.Unreachable.class);
  }

  @Test
  void engineOfAnotherAuthorityIsNotTrusted(@TempDir Path other) throws IOException {
    TestCertificates.make(other, "10.0.0.1");
    assertThatThrownBy(() -> connect(other)).isInstanceOf(EngineException.Unreachable.class);
  }

  private static ContainerEngine connect(@Nullable Path certificates) {
    return new DockerEngines(Clock.systemUTC(), new SimpleMeterRegistry())
        .connect(new EngineAddress(machine.tcpEndpoint(), certificates, null));
  }
}
