package org.openhtc.embedded;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openhtc.registry.RegistryConnection;

/**
 * The directory, program and address of the embedded registry.
 *
 * @param program null when it is not installed
 */
record RegistryHome(Path directory, @Nullable Path program, String address, int port) {
  private static final String ABSENCE =
      "This installation has no image registry: the program '%s' is not installed.";

  static RegistryHome in(Path home, EmbeddedRegistrySettings settings) throws IOException {
    Path directory = home.resolve(HomeFiles.REGISTRY);
    HomeDirectory.secure(home);
    HomeDirectory.secure(directory);
    int port = settings.port() == 0 ? storedPort(directory, settings.address()) : settings.port();
    return new RegistryHome(
        directory, find(settings.program()).orElse(null), settings.address(), port);
  }

  String host() {
    return address + ":" + port;
  }

  RegistryConnection connection() {
    return new RegistryConnection(
        host(),
        URI.create("http://" + host()),
        program == null ? ABSENCE.formatted("docker-registry") : null);
  }

  Path configuration() {
    return directory.resolve("config.yml");
  }

  Path certificates() {
    return directory.resolve("token-certificates.pem");
  }

  Path images() {
    return directory.resolve("images");
  }

  NumberFile pidFile() {
    return new NumberFile(directory.resolve("pid"));
  }

  Path log() {
    return directory.resolve("log");
  }

  /** The port of the last start, or a free one, which is stored, at the first start. */
  private static int storedPort(Path directory, String address) throws IOException {
    NumberFile file = new NumberFile(directory.resolve("port"));
    OptionalInt port = file.read(NumberFile.MAX_PORT);
    if (port.isPresent()) {
      return port.getAsInt();
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      file.write(socket.getLocalPort());
      return socket.getLocalPort();
    }
  }

  private static Optional<Path> find(String program) {
    String searchPath = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin");
    return Stream.of(searchPath.split(File.pathSeparator))
        .map(directory -> Path.of(directory).resolve(program))
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
