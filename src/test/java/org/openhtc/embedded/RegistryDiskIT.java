package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.registry.TokenServer;
import org.openhtc.testing.DockerUser;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Timeouts;
import org.openhtc.tls.TlsSettings;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.unit.DataSize;

/** A registry whose disk has as much free space as the test decides. */
@ServiceTest
class RegistryDiskIT {
  private static final long LEAST = 1000;

  @Autowired TlsSettings tls;
  @Autowired TokenServer tokens;
  @TempDir Path directory;
  private final AtomicLong usable = new AtomicLong(LEAST);
  private RegistryHome home;
  private EmbeddedRegistry registry;

  @BeforeEach
  void start() throws Exception {
    DockerUser.needsRegistry();
    home =
        RegistryHome.in(
            directory,
            new EmbeddedRegistrySettings(
                "127.0.0.1", 0, "docker-registry", DataSize.ofBytes(0), DataSize.ofBytes(0)));
    MockEnvironment environment = new MockEnvironment().withProperty("local.server.port", "1");
    registry =
        new EmbeddedRegistry(home, tokens, environment, new RegistryDisk(usable::get, LEAST), tls);
    registry.start();
    await().atMost(Timeouts.STEP).until(this::responds);
  }

  @AfterEach
  void stop() {
    if (registry != null) {
      registry.stop();
    }
  }

  @Test
  void registryIsReadOnlyWhileItsDiskHasLittleSpace() throws Exception {
    assertThat(isReadOnly()).isFalse();
    usable.set(LEAST - 1);
    await().atMost(Timeouts.STEP).until(this::isReadOnly);
    await().atMost(Timeouts.STEP).until(this::responds);
    usable.set(LEAST * 5 / 4);
    await().atMost(Timeouts.STEP).until(() -> !isReadOnly());
    await().atMost(Timeouts.STEP).until(this::responds);
  }

  @Test
  void aQuarterMoreSpaceIsNecessaryBeforeImagesAreAcceptedAgain() {
    RegistryDisk disk = new RegistryDisk(usable::get, LEAST);
    assertThat(disk.isLow(false)).isFalse();
    assertThat(disk.isLow(true)).isTrue();
    usable.set(LEAST * 5 / 4);
    assertThat(disk.isLow(true)).isFalse();
  }

  private boolean isReadOnly() throws IOException {
    return Files.readString(home.configuration()).contains("readonly:\n      enabled: true");
  }

  private boolean responds() throws InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + home.host() + "/v2/")).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 401;
    } catch (IOException notYet) {
      return false;
    }
  }
}
