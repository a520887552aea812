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
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.CancelledTasks;
import org.openhtc.testing.DocumentedResponses;
import org.openhtc.testing.EventStreamReader;
import org.openhtc.testing.FreshHome;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** Failures of an engine, simulated by the fake that fulfils the contract of the real one. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "openhtc.home=target/engine-failures-test",
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
class EngineFailuresIT {
  private static final Duration LONGER_THAN_IMAGES_ARE_CACHED = Duration.ofSeconds(61);
  private static final Duration MEASURE_INTERVAL = Duration.ofSeconds(31);

  /** Long enough for several polls of the host. */
  private static final Duration SEVERAL_POLLS = Duration.ofMillis(500);

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
    anotherProcessLeads(false);
    task.api.post("/admin/hosts/fake/resume", "");
    await().atMost(Timeouts.STEP).until(() -> host().isReady());
  }

  @AfterEach
  void disableTheOtherRegion() {
    region("AWS_EU_WEST_1", false);
  }

  @Test
  void thousandsOfJobsEndOnceEachAndLeaveNothing() {
    String batch = task.submit(1000, definition("true"));
    task.submit(1000, definition("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 2000));
    assertThat(task.log(batch, 999)).containsExactly("done");
    await().atMost(Timeouts.STEP).until(() -> engine.names().isEmpty());
  }

  @Test
  void lostResponsesStartNoContainerTwice() {
    for (int round = 1; round <= 10; round++) {
      engine.loseResponses(3);
      String batch = task.submit(20, definition("true"));
      task.awaitCounts(Map.of("SUCCEEDED", 20 * round));
      for (int index = 0; index < 20; index++) {
        String name = "-%s-%d-".formatted(batch, index);
        assertThat(engine.startsMatching(name)).isEqualTo(1);
      }
    }
  }

  @Test
  void hostIsPolledAgainAfterAPollThatFailed() {
    engine.throwErrors(2);
    task.submit(3, definition("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 3));
  }

  @Test
  void unreachableHostLosesItsJobsAndIsCleanedUpWhenItReturns() {
    String batch = task.submit(2, definition("work"));
    task.awaitCounts(Map.of("RUNNING", 2));
    engine.reachable(false);
    await().atMost(Timeouts.STEP).until(() -> host().health() == HostHealth.UNREACHABLE);
    assertThat(task.api.get(logs(batch)).status()).isEqualTo(503);
    clock.advance(Duration.ofSeconds(31));
    task.awaitCounts(Map.of("RUNNABLE", 2));
    assertThat(task.log(batch, 0)).isEmpty();
    assertThat(task.job(batch, 0).get("statusReason").asString()).contains("became unreachable");
    engine.reachable(true);
    task.awaitCounts(Map.of("RUNNING", 2));
    await().atMost(Timeouts.STEP).until(() -> engine.names().size() == 2);
    assertThat(engine.names()).allMatch(name -> name.endsWith("-2"));
    engine.names().forEach(name -> engine.end(name, 0));
    task.awaitCounts(Map.of("SUCCEEDED", 2));
  }

  @Test
  void hostThatCanRunNothingIsQuarantinedUntilItCan() {
    startsNothing(true);
    task.submit(6, definition("true"));
    await().atMost(Timeouts.STEP).until(() -> host().health() == HostHealth.QUARANTINED);
    assertThat(host().healthReason()).endsWith("failed on it: docker-init is missing");
    startsNothing(false);
    task.submit(1, definition("true"));
    task.awaitCounts(Map.of("RUNNABLE", 7));
    clock.advance(Duration.ofMinutes(6));
    task.awaitCounts(Map.of("SUCCEEDED", 7));
  }

  @Test
  void administratorEndsAQuarantine() {
    for (int round = 1; round <= 2; round++) {
      startsNothing(true);
      task.submit(6, definition("true"));
      await().atMost(Timeouts.STEP).until(() -> host().health() == HostHealth.QUARANTINED);
      startsNothing(false);
      assertThat(task.api.post("/admin/hosts/fake/resume", "").text("health")).isEqualTo("READY");
      task.submit(1, definition("true"));
      task.awaitCounts(Map.of("SUCCEEDED", 7 * round));
    }
  }

  private void startsNothing(boolean now) {
    clock.advance(Duration.ofSeconds(16)); // an earlier test of the host holds no longer
    FakeProgram broken = FakeProgram.cannotStart("docker-init is missing");
    engine.program(List.of("/pause"), now ? broken : FakeProgram.runs());
    engine.program(List.of("true"), now ? broken : FakeProgram.exits(0).printing("done"));
  }

  @Test
  void waitingJobsFailWhenTheirRegionHasNoHostForTooLong() {
    engine.reachable(false);
    await().atMost(Timeouts.STEP).until(() -> host().health() == HostHealth.UNREACHABLE);
    String batch = task.submit(3, definition("true"));
    task.awaitCounts(Map.of("RUNNABLE", 3));
    clock.advance(Duration.ofMinutes(61));
    task.awaitCounts(Map.of("FAILED", 3));
    assertThat(task.job(batch, 2).get("failureCode").asString())
        .isEqualTo("ErrorProviderRegionDown");
  }

  @Test
  void jobsOfSeveralRegionsFailOnlyWhenAllRegionsHaveNoHostForTooLong() {
    region("AWS_EU_WEST_1", true);
    String project = task.project();
    task.api.patch(project, "{\"regions\":[\"AWS_EU_WEST_1\"]}");
    String both = submitLarge("AWS_EU_WEST_1", "AWS_US_WEST_2");
    String one = submitLarge("AWS_EU_WEST_1");
    task.awaitCounts(Map.of("RUNNABLE", 2));
    clock.advance(Duration.ofMinutes(61));
    assertThat(task.awaitStatus(one, 0, "FAILED").get("failureCode").asString())
        .isEqualTo("ErrorProviderRegionDown");
    assertThat(task.job(both, 0).get("status").asString()).isEqualTo("RUNNABLE");
    engine.reachable(false);
    await().atMost(Timeouts.STEP).until(() -> host().health() == HostHealth.UNREACHABLE);
    clock.advance(Duration.ofMinutes(61));
    JsonNode failed = task.awaitStatus(both, 0, "FAILED");
    assertThat(failed.get("failureCode").asString()).isEqualTo("ErrorProviderDown");
    assertThat(failed.get("statusReason").asString())
        .isEqualTo("No host of region AWS_EU_WEST_1 or AWS_US_WEST_2 was reachable for PT1H");
  }

  /** Submits one job that is too large for the host. */
  private String submitLarge(String... regions) {
    Map<String, Object> definition = definition("true");
    definition.put("maxMemory", 200_000);
    ApiResponse response =
        task.post("", List.of(Map.of("regions", List.of(regions), "htcJobDefinition", definition)));
    assertThat(response.status()).as(response.sentence()).isEqualTo(200);
    return response.body().get(0).get("parentJobId").asString();
  }

  private void region(String name, boolean enabled) {
    assertThat(
            task.api.put("/admin/regions/" + name, "{\"enabled\":%b}".formatted(enabled)).status())
        .isEqualTo(200);
  }

  @Test
  void jobOfARemovedContainerRunsAgainWithoutUsingARetry() {
    String batch = task.submit(1, definition("work"));
    task.awaitStatus(batch, 0, "RUNNING");
    engine.removeFromOutside(engine.names().getFirst());
    task.awaitAttempt(batch, 0, 2);
    task.awaitStatus(batch, 0, "RUNNING");
    engine.end(engine.names().getFirst(), 0);
    task.awaitStatus(batch, 0, "SUCCEEDED");
  }

  @Test
  void hostWithoutIsolationGetsNoJobsWhereIsolationIsRequired() {
    reconnectWith(Isolation.none("no iptables"));
    await().atMost(Timeouts.STEP).until(() -> host().health() == HostHealth.UNFIT);
    assertThat(host().healthReason()).contains("no iptables");
    task.submit(1, definition("true"));
    task.awaitCounts(Map.of("RUNNABLE", 1));
    reconnectWith(new Isolation(Isolation.Level.FIREWALL, "rules in place"));
    task.awaitCounts(Map.of("SUCCEEDED", 1));
  }

  @Test
  void imagesAreRemovedFromAFullDisk() {
    engine.holding(images.prefix() + "1/app@sha256:0", Architecture.X86);
    engine.describedBy(facts(0), DiskMechanism.WATCH);
    clock.advance(MEASURE_INTERVAL);
    await().atMost(Timeouts.STEP).until(() -> engine.pulledImages(images.prefix()).isEmpty());
    assertThat(task.api.get("/admin/hosts/fake").body().at("/machine/freeDiskGiB").asInt(-1))
        .isZero();
    engine.describedBy(facts(500), DiskMechanism.WATCH);
    clock.advance(MEASURE_INTERVAL);
  }

  @Test
  void engineWithAnUnexpectedErrorIsUnreachable() {
    engine.failing(new IllegalStateException("unexpected error"));
    clock.advance(MEASURE_INTERVAL);
    await().atMost(Timeouts.STEP).until(() -> host().health() == HostHealth.UNREACHABLE);
    assertThat(host().healthReason()).contains("unexpected error");
    engine.failing(null);
    await().atMost(Timeouts.STEP).until(() -> host().isReady());
  }

  @Test
  void outageThatCannotBeWrittenIsWrittenLater() {
    refuseToWriteOutages();
    try {
      engine.failing(new EngineException.Unreachable("stopped", null));
      await().atMost(Timeouts.STEP).until(this::refusedAnOutage);
    } finally {
      jdbc.sql("drop trigger refuse_outages on compute_host").update();
    }
    await().atMost(Timeouts.STEP).until(() -> host().health() == HostHealth.UNREACHABLE);
    engine.failing(null);
    await().atMost(Timeouts.STEP).until(() -> host().isReady());
  }

  /** A sequence counts the attempts, because it is not rolled back. */
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
    return new EngineFacts(
        "fake", "1", Architecture.X86, 64, 64_000, diskFreeGib, null, Duration.ZERO);
  }

  @Test
  void logIsReadWhileAnotherProcessHoldsTheHost() {
    String batch = task.submit(1, definition("work"));
    task.awaitStatus(batch, 0, "RUNNING");
    engine.print(engine.names().getFirst(), "so far");
    anotherProcessLeads(true);
    await().atMost(Timeouts.STEP).until(() -> !engine.isWatched());
    await()
        .during(SEVERAL_POLLS)
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
  void unreadableLogIsNotReportedAsEmpty() {
    engine.logsUnreachable(true);
    String batch = task.submit(1, definition("true"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    assertThat(task.api.get(logs(batch)).status()).isEqualTo(503);
    try (EventStreamReader stream = task.api.events(logs(batch) + "/stream")) {
      await().atMost(Timeouts.STEP).until(() -> stream.comments().contains("attempt 1"));
      engine.logsUnreachable(false);
      stream.awaitEnd();
      assertThat(stream.events("log")).extracting(e -> e.text("message")).containsExactly("done");
      assertThat(stream.events("end")).hasSize(1);
    }
    assertThat(task.log(batch, 0)).containsExactly("done");
  }

  @Test
  void jobWithoutOutputHasAnEmptyLog() {
    String quiet = task.submit(1, definition("quiet"));
    task.awaitStatus(quiet, 0, "SUCCEEDED");
    String neverStarted = task.submit(1, definition("nonsense"));
    task.awaitStatus(neverStarted, 0, "FAILED");
    await().atMost(Timeouts.STEP).until(() -> engine.names().isEmpty());
    assertHasEmptyLog(quiet);
    assertHasEmptyLog(neverStarted);
    engine.reachable(false);
    await().atMost(Timeouts.STEP).until(() -> host().health() == HostHealth.UNREACHABLE);
    clock.advance(Duration.ofSeconds(31));
    assertHasEmptyLog(quiet);
    assertHasEmptyLog(neverStarted);
  }

  @Test
  void jobThatEndsWhileItsStartIsPreparedIsNotStarted() {
    clock.advance(LONGER_THAN_IMAGES_ARE_CACHED);
    engine.holdImageResponses();
    String batch = task.submit(1, definition("true"));
    await().atMost(Timeouts.STEP).until(() -> engine.pendingImageRequests() == 1);
    JobId job = JobId.parse(batch + ":0").orElseThrow();
    assignments.record(
        List.of(new JobReport(job, 1, clock.instant(), new JobEvent.Exited(0, false))));
    await().during(SEVERAL_POLLS).until(() -> engine.pendingImageRequests() == 1);
    engine.releaseImageResponses();
    await().during(SEVERAL_POLLS).until(() -> engine.startsMatching(batch) == 0);
  }

  @Test
  void processThatLostTheLeaseOfAHostStartsNothingThere() {
    clock.advance(LONGER_THAN_IMAGES_ARE_CACHED);
    engine.holdImageResponses();
    String batch = task.submit(1, definition("true"));
    await().atMost(Timeouts.STEP).until(() -> engine.pendingImageRequests() == 1);
    anotherProcessLeads(true);
    await().atMost(Timeouts.STEP).until(() -> !engine.isWatched());
    engine.releaseImageResponses();
    await().during(SEVERAL_POLLS).until(() -> engine.startsMatching(batch) == 0);
    anotherProcessLeads(false);
    task.awaitStatus(batch, 0, "SUCCEEDED");
    assertThat(engine.startsMatching(batch)).isEqualTo(1);
  }

  private void assertHasEmptyLog(String batch) {
    ApiResponse log = task.api.get(logs(batch));
    assertThat(log.status()).isEqualTo(200);
    assertThat(log.body().path("items").size()).isZero();
  }

  private String logs(String batch) {
    return task.path + "/jobs/" + batch + ":0/logs";
  }

  /** Gives the lease of the host to another process for an hour, or lets it expire. */
  private void anotherProcessLeads(boolean isLive) {
    jdbc.sql(
            """
            update lease set holder = 'another process', epoch = epoch + 1,
                             expires_at = now() + :hours * interval '1 hour'
            where scope = 'host:fake'
            """)
        .param("hours", isLive ? 1 : -1)
        .update();
  }

  private void reconnectWith(Isolation isolation) {
    engine.reachable(false);
    await().atMost(Timeouts.STEP).until(() -> host().health() == HostHealth.UNREACHABLE);
    engine.isolating(isolation);
    engine.reachable(true);
  }

  private Host host() {
    return hosts.find("fake").orElseThrow();
  }
}
