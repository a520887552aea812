package org.openhtc.scenario;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.openhtc.OpenHtcApplication;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.openhtc.simulation.EngineSettings;
import org.openhtc.simulation.SimulatedEngines;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.FreePort;
import org.openhtc.testing.QuickCommits;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.TestFork;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A service of its own whose hosts have simulated engines, in a new database of a server. */
final class SimulatedService implements AutoCloseable {
  private static final String KEY = "simulated-administrator-key-0123456789";

  final SimulatedEngines engines;
  final TestTask task;
  private final ConfigurableApplicationContext context;

  /**
   * @param database its name
   * @param hosts how many
   * @param vcpus of each host
   */
  SimulatedService(HikariDataSource server, String database, int hosts, int vcpus)
      throws IOException {
    this(server, database, hosts, EngineSettings.holding(TestImages.BUSYBOX).vcpus(vcpus));
  }

  /**
   * @param database its name
   * @param hosts how many
   * @param settings of each host's engine
   */
  SimulatedService(HikariDataSource server, String database, int hosts, EngineSettings settings)
      throws IOException {
    JdbcClient jdbc = JdbcClient.create(server);
    jdbc.sql("drop database if exists " + database + " with (force)").update();
    jdbc.sql("create database " + database).update();
    engines = SimulatedEngines.start(hosts, settings);
    Files.createDirectories(TestFork.path(database));
    int port = FreePort.find();
    context = SpringApplication.run(OpenHtcApplication.class, arguments(server, database, port));
    task = TestTask.in(ApiClient.at(port).withKey(KEY));
    await().atMost(Timeouts.STEP).until(() -> hosts().stream().allMatch(Host::isReady));
  }

  SettableClock clock() {
    return context.getBean(SettableClock.class);
  }

  List<Host> hosts() {
    return IntStream.range(0, engines.all().size()).mapToObj(this::host).toList();
  }

  Host host(int number) {
    return context.getBean(Hosts.class).find("simulated-" + number).orElseThrow();
  }

  @Override
  public void close() {
    context.close();
    engines.close();
  }

  private String[] arguments(HikariDataSource server, String database, int port) {
    int serverPort = URI.create(server.getJdbcUrl().substring("jdbc:".length())).getPort();
    List<String> settings = new ArrayList<>(engines.hostSettings());
    settings.add("server.port=" + port);
    settings.add("openhtc.home=" + TestFork.path(database));
    settings.add("openhtc.bootstrap-api-key=" + KEY);
    settings.add("openhtc.execution.host-images=true");
    settings.add(
        "spring.datasource.url="
            + QuickCommits.url(
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(serverPort, database)));
    settings.add("spring.datasource.username=" + server.getUsername());
    settings.add("spring.datasource.password=" + server.getPassword());
    return settings.stream().map(setting -> "--" + setting).toArray(String[]::new);
  }
}
