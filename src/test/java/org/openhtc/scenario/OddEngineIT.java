package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.definition;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.EngineFacts;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.engine.FakeContainerEngines;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.host.Host;
import org.openhtc.host.HostHealth;
import org.openhtc.host.Hosts;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.region.Architecture;
import org.openhtc.registry.ImageCatalog;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.EventReader;
import org.openhtc.testing.FreshHome;
import org.openhtc.testing.ResponsesAsDescribed;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.TurnableClock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/**
 * Unusual behaviour of an engine, simulated by the fake that fulfils the real engine's contract.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "openhtc.home=target/odd-engine-test",
      "openhtc.bootstrap-api-key=" + ServiceTest.ADMIN_KEY,
      "openhtc.hosts[0].name=odd",
      "openhtc.hosts[0].endpoint=tcp://odd:1",
      "openhtc.execution.poll-interval=50ms",
      "openhtc.scheduling.region-grace=1h",
      "openhtc.execution.require-isolation=true",
      "openhtc.execution.host-images=true"
    })
@ContextConfiguration(initializers = FreshHome.class)
@ExtendWith(ResponsesAsDescribed.class)
class OddEngineIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration NEXT_MEASURE = Duration.ofSeconds(6);

  /** Long enough for many passes over the host. */
  private static final Duration A_WHILE = Duration.ofMillis(500);

  @LocalServerPort int port;
  @Autowired TurnableClock clock;
  @Autowired FakeContainerEngine engine;
  @Autowired Hosts hosts;
  @Autowired ImageCatalog images;
  @Autowired Assignments runs;
  @Autowired JdbcClient jdbc;
  private TestTask task;

  @TestConfiguration
  static class OddHost {
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
      return new FakeContainerEngines().with("tcp://odd:1", engine);
    }
  }

  @BeforeEach
  void aReadyHost() {
    task = TestTask.in(ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY));
    engine.failing(null);
    engine.reachable(true);
    engine.logsUnreachable(false);
    engine.releaseImageResponses();
    anotherProcessLeads(false);
    task.api.post("/admin/hosts/odd/resume", "");
    await().atMost(PATIENCE).until(() -> host().isReady());
  }

  @AfterEach
  void oneRegion() {
    region("AWS_EU_WEST_1", false);
  }

  @Test
  void thousandsOfJobsEndOnceEachAndLeaveNothing() {
    String batch = task.submit(1000, definition("true"));
    task.submit(1000, definition("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 2000), PATIENCE);
    assertThat(task.log(batch, 999)).containsExactly("done");
    await().atMost(PATIENCE).until(() -> engine.names().isEmpty());
  }

  @Test
  void lostResponsesDoubleNoStart() {
    for (int round = 0; round < 10; round++) {
      engine.loseResponses(3);
      String batch = task.submit(20, definition("true"));
      await()
          .atMost(PATIENCE)
          .until(() ->
              task.counts().getOrDefault("SUCCEEDED", 0) % 20 == 0
                  && task.counts().keySet().equals(java.util.Set.of("SUCCEEDED")));
      for (int index = 0; index < 20; index++) {
        String name = "-%s-%d-".formatted(batch, index);
        assertThat(engine.startsMatching(name)).isEqualTo(1);
      }
    }
  }

  @Test
  void hostIsManagedAfterAFailedPass() {
    engine.throwErrors(2);
    task.submit(3, definition("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 3), PATIENCE);
  }

  @Test
  void unreachableHostLosesItsJobsAndIsCleanedUpWhenItReturns() {
    String batch = task.submit(2, definition("work"));
    task.awaitCounts(Map.of("RUNNING", 2), PATIENCE);
    engine.reachable(false);
    await().atMost(PATIENCE).until(() -> host().health() == HostHealth.UNREACHABLE);
    assertThat(task.api.get(logs(batch)).status()).isEqualTo(503);
    clock.turnForward(Duration.ofSeconds(31));
    task.awaitCounts(Map.of("RUNNABLE", 2), PATIENCE);
    assertThat(task.log(batch, 0)).isEmpty();
    assertThat(task.job(batch, 0).get("statusReason").asString()).contains("became unreachable");
    engine.reachable(true);
    task.awaitCounts(Map.of("RUNNING", 2), PATIENCE);
    await().atMost(PATIENCE).until(() -> engine.names().size() == 2);
    assertThat(engine.names()).allMatch(name -> name.endsWith("-2"));
    engine.names().forEach(name -> engine.end(name, 0));
    task.awaitCounts(Map.of("SUCCEEDED", 2), PATIENCE);
  }

  @Test
  void hostThatFailsStartsInARowIsQuarantinedForAWhile() {
    engine.loseResponses(12);
    task.submit(6, definition("true"));
    await().atMost(PATIENCE).until(() -> host().health() == HostHealth.QUARANTINED);
    assertThat(host().healthReason()).contains("starts failed in a row");
    engine.loseResponses(0);
    task.submit(1, definition("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 6, "RUNNABLE", 1), PATIENCE);
    clock.turnForward(Duration.ofMinutes(6));
    task.awaitCounts(Map.of("SUCCEEDED", 7), PATIENCE);
  }

  @Test
  void administratorEndsAQuarantineAndFailuresAreCountedFromZero() {
    for (int round = 1; round <= 2; round++) {
      engine.loseResponses(12);
      task.submit(6, definition("true"));
      await().atMost(PATIENCE).until(() -> host().health() == HostHealth.QUARANTINED);
      engine.loseResponses(0);
      assertThat(task.api.post("/admin/hosts/odd/resume", "").text("health")).isEqualTo("READY");
      task.submit(1, definition("true"));
      task.awaitCounts(Map.of("SUCCEEDED", 7 * round), PATIENCE);
    }
  }

  @Test
  void waitingJobsFailWhenTheirRegionHadNoHostForTooLong() {
    engine.reachable(false);
    await().atMost(PATIENCE).until(() -> host().health() == HostHealth.UNREACHABLE);
    String batch = task.submit(3, definition("true"));
    task.awaitCounts(Map.of("RUNNABLE", 3), PATIENCE);
    clock.turnForward(Duration.ofMinutes(61));
    task.awaitCounts(Map.of("FAILED", 3), PATIENCE);
    assertThat(task.job(batch, 2).get("failureCode").asString())
        .isEqualTo("ErrorProviderRegionDown");
  }

  @Test
  void jobsOfSeveralRegionsFailOnlyWhenAllTheirRegionsHadNoHostForTooLong() {
    region("AWS_EU_WEST_1", true);
    String project = task.path.substring(0, task.path.indexOf("/tasks/"));
    task.api.patch(project, "{\"regions\":[\"AWS_EU_WEST_1\"]}");
    String both = submitLarge("AWS_EU_WEST_1", "AWS_US_WEST_2");
    String one = submitLarge("AWS_EU_WEST_1");
    task.awaitCounts(Map.of("RUNNABLE", 2), PATIENCE);
    clock.turnForward(Duration.ofMinutes(61));
    assertThat(task.awaitStatus(one, 0, "FAILED").get("failureCode").asString())
        .isEqualTo("ErrorProviderRegionDown");
    assertThat(task.job(both, 0).get("status").asString()).isEqualTo("RUNNABLE");
    engine.reachable(false);
    await().atMost(PATIENCE).until(() -> host().health() == HostHealth.UNREACHABLE);
    clock.turnForward(Duration.ofMinutes(61));
    JsonNode failed = task.awaitStatus(both, 0, "FAILED");
    assertThat(failed.get("failureCode").asString()).isEqualTo("ErrorProviderDown");
    assertThat(failed.get("statusReason").asString())
        .isEqualTo("No host of region AWS_EU_WEST_1 or AWS_US_WEST_2 answered for PT1H");
  }

  /** One job that does not fit on the host. */
  private String submitLarge(String... regions) {
    Map<String, Object> definition = definition("true");
    definition.put("maxMemory", 200_000);
    ApiResponse answer =
        task.post("", List.of(Map.of("regions", List.of(regions), "htcJobDefinition", definition)));
    assertThat(answer.status()).as(answer.sentence()).isEqualTo(200);
    return answer.body().get(0).get("parentJobId").asString();
  }

  private void region(String name, boolean enabled) {
    assertThat(
            task.api.put("/admin/regions/" + name, "{\"enabled\":%b}".formatted(enabled)).status())
        .isEqualTo(200);
  }

  @Test
  void containerThatVanishesIsStartedAgainWithoutUsingUpARetry() {
    String batch = task.submit(1, definition("work"));
    task.awaitStatus(batch, 0, "RUNNING");
    engine.removeFromOutside(engine.names().getFirst());
    await()
        .atMost(PATIENCE)
        .until(() -> task.job(batch, 0).get("providerJobId").asString().endsWith("#2"));
    task.awaitStatus(batch, 0, "RUNNING");
    engine.end(engine.names().getFirst(), 0);
    task.awaitStatus(batch, 0, "SUCCEEDED");
  }

  @Test
  void hostThatDoesNotIsolateJobsGetsNoneWhereThatIsRequired() {
    findsAtContact(Isolation.none("no iptables"));
    await().atMost(PATIENCE).until(() -> host().health() == HostHealth.UNFIT);
    assertThat(host().healthReason()).contains("no iptables");
    task.submit(1, definition("true"));
    task.awaitCounts(Map.of("RUNNABLE", 1), PATIENCE);
    findsAtContact(new Isolation(Isolation.Level.FIREWALL, "rules in place"));
    task.awaitCounts(Map.of("SUCCEEDED", 1), PATIENCE);
  }

  @Test
  void imagesMakeRoomOnAFullDisk() {
    engine.holding(images.prefix() + "1/app@sha256:0", Architecture.X86);
    engine.describedBy(facts(0), DiskMechanism.WATCH);
    clock.turnForward(NEXT_MEASURE);
    await().atMost(PATIENCE).until(() -> engine.pulledImages(images.prefix()).isEmpty());
    assertThat(task.api.get("/admin/hosts/odd").body().at("/machine/freeDiskGiB").asInt(-1))
        .isZero();
    engine.describedBy(facts(500), DiskMechanism.WATCH);
    clock.turnForward(NEXT_MEASURE);
  }

  @Test
  void engineWithAnUnexpectedErrorIsUnreachable() {
    engine.failing(new IllegalStateException("an unknown error"));
    clock.turnForward(NEXT_MEASURE);
    await().atMost(PATIENCE).until(() -> host().health() == HostHealth.UNREACHABLE);
    assertThat(host().healthReason()).contains("an unknown error");
    engine.failing(null);
    await().atMost(PATIENCE).until(() -> host().isReady());
  }

  @Test
  void outageThatCouldNotBeWrittenIsWrittenLater() {
    refuseToWriteOutages();
    try {
      engine.failing(new EngineException.Unreachable("gone", null));
      await().atMost(PATIENCE).until(this::refusedAnOutage);
    } finally {
      jdbc.sql("drop trigger refuse_outages on compute_host").update();
    }
    await().atMost(PATIENCE).until(() -> host().health() == HostHealth.UNREACHABLE);
    engine.failing(null);
    await().atMost(PATIENCE).until(() -> host().isReady());
  }

  /** Counts with the sequence, which is not rolled back. */
  private void refuseToWriteOutages() {
    jdbc.sql(
            """
            create sequence refused_outages;
            create function refuse_outage() returns trigger language plpgsql as
            'begin perform nextval(''refused_outages''); raise exception ''not now''; end';
            create trigger refuse_outages before update on compute_host for each row
            when (new.health = 'UNREACHABLE') execute function refuse_outage()
            """)
        .update();
  }

  private boolean refusedAnOutage() {
    return jdbc.sql("select is_called from refused_outages").query(Boolean.class).single();
  }

  private static EngineFacts facts(long diskFreeGib) {
    return new EngineFacts("odd", "1", Architecture.X86, 64, 64_000, diskFreeGib, null);
  }

  @Test
  void logIsReadWhileAnotherProcessLeadsTheHost() {
    String batch = task.submit(1, definition("work"));
    task.awaitStatus(batch, 0, "RUNNING");
    engine.print(engine.names().getFirst(), "so far");
    anotherProcessLeads(true);
    await().atMost(PATIENCE).until(() -> !engine.isWatched());
    await()
        .during(A_WHILE)
        .untilAsserted(() -> assertThat(task.log(batch, 0)).containsExactly("so far"));
    engine.reachable(false);
    assertThat(task.api.get(logs(batch)).status()).isEqualTo(503);
    engine.reachable(true);
    anotherProcessLeads(false);
    engine.end(engine.names().getFirst(), 0);
    task.awaitStatus(batch, 0, "SUCCEEDED");
    assertThat(task.log(batch, 0)).containsExactly("so far");
  }

  @Test
  void logThatCannotBeReadNowIsNotTakenForAnEmptyOne() {
    engine.logsUnreachable(true);
    String batch = task.submit(1, definition("true"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    assertThat(task.api.get(logs(batch)).status()).isEqualTo(503);
    try (EventReader stream = task.api.events(logs(batch) + "/stream")) {
      await().atMost(PATIENCE).until(() -> stream.comments().contains("attempt 1"));
      engine.logsUnreachable(false);
      await().atMost(PATIENCE).until(stream::isOver);
      assertThat(stream.events("log")).extracting(e -> e.text("message")).containsExactly("done");
      assertThat(stream.events("end")).hasSize(1);
    }
    assertThat(task.log(batch, 0)).containsExactly("done");
  }

  @Test
  void jobThatPrintedNothingHasAnEmptyLog() {
    String quiet = task.submit(1, definition("quiet"));
    task.awaitStatus(quiet, 0, "SUCCEEDED");
    String neverStarted = task.submit(1, definition("nonsense"));
    task.awaitStatus(neverStarted, 0, "FAILED");
    await().atMost(PATIENCE).until(() -> engine.names().isEmpty());
    assertThat(task.log(neverStarted, 0)).isEmpty();
    engine.reachable(false);
    await().atMost(PATIENCE).until(() -> host().health() == HostHealth.UNREACHABLE);
    assertThat(task.log(quiet, 0)).isEmpty();
    clock.turnForward(Duration.ofSeconds(31));
    assertThat(task.log(neverStarted, 0)).isEmpty();
  }

  @Test
  void jobThatEndedWhileItsStartWasPreparedIsNotStarted() {
    engine.holdImageResponses();
    String batch = task.submit(1, definition("true"));
    await().atMost(PATIENCE).until(() -> engine.pendingImageRequests() == 1);
    JobId job = JobId.parse(batch + ":0").orElseThrow();
    runs.record(List.of(new JobReport(job, 1, clock.instant(), new JobEvent.Exited(0, false))));
    engine.releaseImageResponses();
    await().during(A_WHILE).until(() -> engine.startsMatching(batch) == 0);
  }

  @Test
  void processThatLostItsHostStartsNothingThere() {
    engine.holdImageResponses();
    String batch = task.submit(1, definition("true"));
    await().atMost(PATIENCE).until(() -> engine.pendingImageRequests() == 1);
    anotherProcessLeads(true);
    engine.releaseImageResponses();
    await().during(A_WHILE).until(() -> engine.startsMatching(batch) == 0);
    anotherProcessLeads(false);
    task.awaitStatus(batch, 0, "SUCCEEDED");
    assertThat(engine.startsMatching(batch)).isEqualTo(1);
  }

  private String logs(String batch) {
    return task.path + "/jobs/" + batch + ":0/logs";
  }

  /** Whether another process leads the host, for an hour, or has just stopped leading it. */
  private void anotherProcessLeads(boolean now) {
    jdbc.sql(
            """
            update lease set holder = 'another process', epoch = epoch + 1,
                             expires_at = now() + :hours * interval '1 hour'
            where scope = 'host:odd'
            """)
        .param("hours", now ? 1 : -1)
        .update();
  }

  private void findsAtContact(Isolation isolation) {
    engine.reachable(false);
    await().atMost(PATIENCE).until(() -> host().health() == HostHealth.UNREACHABLE);
    engine.isolating(isolation);
    engine.reachable(true);
  }

  private Host host() {
    return hosts.find("odd").orElseThrow();
  }
}
