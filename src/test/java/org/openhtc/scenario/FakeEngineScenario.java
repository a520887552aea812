package org.openhtc.scenario;

import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.engine.FakeContainerEngines;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.host.Host;
import org.openhtc.host.Hosts;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.region.Architecture;
import org.openhtc.registry.ImageCatalog;
import org.openhtc.testing.CancelledTasks;
import org.openhtc.testing.DocumentedResponses;
import org.openhtc.testing.FreshHome;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.TestFork;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

/** A service whose host is a fake engine that fulfils the contract of the real one. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "openhtc.home=" + TestFork.DIRECTORY + "/engine-failures-test",
      "openhtc.bootstrap-api-key=" + ServiceTest.ADMIN_KEY,
      "openhtc.hosts[0].name=fake",
      "openhtc.hosts[0].endpoint=tcp://fake:1",
      "openhtc.execution.poll-interval=50ms",
      "openhtc.execution.list-interval=200ms",
      "openhtc.scheduling.region-grace=1h",
      "openhtc.execution.require-isolation=true",
      "openhtc.execution.host-images=true"
    })
@ContextConfiguration(initializers = FreshHome.class)
@ExtendWith({DocumentedResponses.class, CancelledTasks.class})
@Import(FakeEngineScenario.FakeHost.class)
abstract class FakeEngineScenario {
  @Autowired SettableClock clock;
  @Autowired FakeContainerEngine engine;
  @Autowired Hosts hosts;
  @Autowired ImageCatalog images;
  @Autowired Assignments assignments;
  @Autowired JdbcClient jdbc;
  @Autowired TestTask task;

  @TestConfiguration
  static class FakeHost {
    @Bean
    FakeContainerEngine engine(Clock clock) {
      return new FakeContainerEngine(clock)
          .holding(TestImages.BUSYBOX, Architecture.X86)
          .describedBy(facts(500), DiskMechanism.WATCH)
          .program(List.of("true"), FakeProgram.exits(0).printing("done"))
          .program(List.of("quiet"), FakeProgram.exits(0))
          .program(List.of("nonsense"), FakeProgram.cannotStart("exec: no such file"));
    }

    @Bean
    @Primary
    FakeContainerEngines engines(FakeContainerEngine engine) {
      return new FakeContainerEngines().with("tcp://fake:1", engine);
    }
  }

  @BeforeEach
  void aReadyHost() {
    engine.failing(null);
    engine.reachable(true);
    engine.logsUnreachable(false);
    engine.releaseImageResponses();
    engine.program(List.of("/pause"), FakeProgram.runs());
    engine.program(List.of("true"), FakeProgram.exits(0).printing("done"));
    releaseLeaseOfAnotherProcess();
    task.api.post("/admin/hosts/fake/resume", "");
    await().atMost(Timeouts.STEP).until(() -> host().isReady());
    await().atMost(Timeouts.STEP).until(() -> engine.names().isEmpty()); // of an earlier test
  }

  static EngineFacts facts(long diskFreeGib) {
    return new EngineFacts(
        "fake", "1", Architecture.X86, 64, 64_000, diskFreeGib, null, Duration.ZERO);
  }

  /** Changes nothing while this process leads the host: its session would be opened again. */
  private void releaseLeaseOfAnotherProcess() {
    jdbc.sql("update lease set expires_at = '-infinity' where holder = 'another process'").update();
  }

  /** Gives the lease of the host to another process for an hour, or lets it expire. */
  void anotherProcessLeads(boolean isLive) {
    jdbc.sql(
            """
            update lease set holder = 'another process', epoch = epoch + 1,
                             expires_at = now() + :hours * interval '1 hour'
            where scope = 'host:fake'
            """)
        .param("hours", isLive ? 1 : -1)
        .update();
  }

  String logs(String batch) {
    return task.path + "/jobs/" + batch + ":0/logs";
  }

  Host host() {
    return hosts.find("fake").orElseThrow();
  }
}
