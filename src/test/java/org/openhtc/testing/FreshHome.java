package org.openhtc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.FileSystemUtils;

/** Empties the home directory of the service under test, and removes its network at the end. */
public class FreshHome implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Path home = Path.of(context.getEnvironment().getRequiredProperty("openhtc.home"));
    choosePort(context);
    if (context instanceof GenericApplicationContext generic) {
      generic.registerBean(JobNetworks.RemovedAtTheEnd.class);
    }
    // A killed test run left its server running: the service stops it and keeps its data.
    boolean serverMayRun = Files.exists(home.resolve("pg18/postmaster.pid"));
    try {
      if (Files.isDirectory(home) && !serverMayRun) {
        empty(home);
      }
      SharedPostgres.linkFrom(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The port is part of the URL that jobs receive, so it must be known before it is bound. Tomcat
   * does not always remove the files of its base directory, which belong below {@code target}.
   */
  private static void choosePort(ConfigurableApplicationContext context) {
    try {
      int port = FreePort.find();
      String files = TestFork.path("tomcat-" + port).toString();
      Map<String, Object> server = Map.of("server.port", port, "server.tomcat.basedir", files);
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("free port", server));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void empty(Path home) throws IOException {
    try (var entries = Files.newDirectoryStream(home)) {
      for (Path entry : entries) {
        FileSystemUtils.deleteRecursively(entry);
      }
    }
  }
}
