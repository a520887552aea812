package org.openhtc.compose;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.Command;
import org.openhtc.testing.JobNetworks;
import org.openhtc.testing.TestEngine;

/** The containers of {@code docker-compose.yml}, with images that this machine makes. */
final class ComposedService implements AutoCloseable {
  /** Building the service on a busy machine takes several minutes. */
  private static final Duration START = Duration.ofMinutes(5);

  private static final int API_PORT = 8080;

  private final List<String> program;

  /**
   * @param program the command for docker-compose.yml, such as {@code docker compose}
   */
  ComposedService(List<String> program) {
    this.program = program;
  }

  /** Makes the images and starts the containers. */
  void start() throws IOException {
    Command.run(
        Path.of("."),
        "env",
        "JAVA_HOME=" + System.getProperty("java.home"),
        "launcher/compose/make-images.sh");
    compose("up", "--build", "--detach");
    awaitReady();
  }

  void awaitReady() {
    await()
        .atMost(START)
        .ignoreExceptions()
        .until(() -> status("/actuator/health/readiness") == 200);
  }

  private static int status(String path) {
    return ApiClient.at(API_PORT).withoutBasePath().status(path);
  }

  /** A client of the administrator, whose key is in the volume of the service. */
  ApiClient api() throws IOException {
    return ApiClient.at(API_PORT)
        .withKey(compose("exec", "-T", "openhtc", "cat", "/var/lib/openhtc/api-key").strip());
  }

  /** Runs a command of the program for docker-compose.yml; returns its output. */
  String compose(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("env"));
    command.add("OPENHTC_PASSWORD=0123456789abcdef0123456789abcdef");
    command.add("OPENHTC_SECRET=0123456789abcdef0123456789abcdef0123456789abcdef");
    command.add("DOCKER_GROUP=" + Files.getAttribute(Path.of("/var/run/docker.sock"), "unix:gid"));
    command.add("COMPOSE_PROJECT_NAME=openhtc-test");
    command.addAll(program);
    command.addAll(List.of(arguments));
    return Command.run(Path.of("."), command.toArray(String[]::new));
  }

  /** Removes the containers with their volumes and all images. */
  @Override
  public void close() throws IOException {
    String log = compose("logs", "--no-color");
    Files.writeString(Path.of("target/compose.log"), log, StandardCharsets.UTF_8);
    compose("down", "--volumes", "--rmi", "all");
    JobNetworks.removeNamedIn(log);
    TestEngine.removeImages("openhtc-test");
    TestEngine.removeImages("eclipse-temurin");
  }
}
