package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.definition;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.FakeProgram;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.host.HostHealth;
import org.openhtc.job.JobId;
import org.openhtc.region.Architecture;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.Timeouts;
import tools.jackson.databind.JsonNode;

/** Failures of an engine, simulated by the fake that fulfils the contract of the real one. */
class EngineFailuresIT extends FakeEngineScenario {
  private static final Duration MEASURE_INTERVAL = Duration.ofSeconds(31);

  @AfterEach
  void disableTheOtherRegion() {
    region("AWS_EU_WEST_1", false);
  }

  @Test
  void thousandsOfJobsEndOnceEachAndLeaveNothing() {
    String batch = task.submit(1000, definition("true"));
    task.submit(1000, definition("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 2000), Timeouts.MANY_JOBS);
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
        JobId job = JobId.parse(batch + ":" + index).orElseThrow();
        assertThat(engine.startsOf(job)).isEqualTo(1);
      }
    }
  }

  /** The first job shows that the region noticed its host after earlier tests moved the clock. */
  @Test
  void hostIsPolledAgainAfterAPollThatFailed() {
    task.submit(1, definition("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 1));
    engine.throwErrors(2);
    task.submit(3, definition("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 4));
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
    assertThat(engine.attempts()).containsOnly("2");
    engine.names().forEach(name -> engine.end(name, 0));
    task.awaitCounts(Map.of("SUCCEEDED", 2));
  }

  @Test
  void hostThatCanRunNothingIsQuarantinedUntilItCan() {
    startsNothing(true);
    task.submit(6, definition("true"));
    await().atMost(Timeouts.STEP).until(() -> host().health() == HostHealth.QUARANTINED);
    assertThat(host().healthReason()).endsWith("failed on it: docker-init is missing");
    awaitWaiting(6);
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
      awaitWaiting(6);
      startsNothing(false);
      assertThat(task.api.post("/admin/hosts/fake/resume", "").text("health")).isEqualTo("READY");
      task.submit(1, definition("true"));
      task.awaitCounts(Map.of("SUCCEEDED", 7 * round));
    }
  }

  private void awaitWaiting(int jobs) {
    await().atMost(Timeouts.STEP).until(() -> task.counts().getOrDefault("RUNNABLE", 0) == jobs);
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
    task.awaitStatus(submitLarge("AWS_US_WEST_2"), 0, "RUNNING");
    task.api.patch(task.project(), "{\"regions\":[\"AWS_EU_WEST_1\"]}");
    String both = submitLarge("AWS_EU_WEST_1", "AWS_US_WEST_2");
    String one = submitLarge("AWS_EU_WEST_1");
    task.awaitCounts(Map.of("RUNNING", 1, "RUNNABLE", 2));
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

  @Test
  void jobsThatNoHostSuitsFailAfterTheSameTime() {
    Map<String, Object> accelerated = definition("true");
    accelerated.put("architecture", "A100");
    String gpu = task.submit(2, accelerated);
    Map<String, Object> large = definition("true");
    large.put("maxMemory", 200_000);
    String tooLarge = task.submit(1, large);
    String fitting = submitLarge("AWS_US_WEST_2");
    task.awaitReason(gpu, 1, "Waits for a suitable host: 1 host is not A100");
    task.awaitReason(
        tooLarge, 0, "Waits for a suitable host: 1 host is too small for 1 vCPUs and 200000 MiB");
    clock.advance(Duration.ofMinutes(61));
    JsonNode failed = task.awaitStatus(gpu, 1, "FAILED");
    assertThat(failed.get("failureCode").asString()).isEqualTo("ErrorProviderRegionDown");
    assertThat(failed.get("statusReason").asString())
        .isEqualTo(
            "No host of region AWS_US_WEST_2 with A100, 1 vCPUs and 64 MiB of memory was reachable"
                + " for PT1H");
    task.awaitStatus(tooLarge, 0, "FAILED");
    task.awaitStatus(fitting, 0, "RUNNING");
  }

  /** Submits one job that leaves the host no room for another one of its kind. */
  private String submitLarge(String... regions) {
    Map<String, Object> definition = definition("work");
    definition.put("maxMemory", 60_000);
    definition.put("execTimeoutSeconds", 86_400);
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
    try {
      await().atMost(Timeouts.STEP).until(() -> host().health() == HostHealth.UNFIT);
      assertThat(host().healthReason()).contains("no iptables");
      String batch = task.submit(1, definition("true"));
      task.awaitReason(batch, 0, "Waits for a host: none of the region's 1 is ready");
    } finally {
      reconnectWith(new Isolation(Isolation.Level.FIREWALL, "rules in place"));
    }
    task.awaitCounts(Map.of("SUCCEEDED", 1));
  }

  @Test
  void imagesAreRemovedFromAFullDisk() {
    engine.holding(images.prefix() + "1/app@sha256:0", Architecture.X86);
    engine.describedBy(facts(0), DiskMechanism.WATCH);
    clock.advance(MEASURE_INTERVAL);
    try {
      await().atMost(Timeouts.STEP).until(() -> engine.pulledImages(images.prefix()).isEmpty());
      assertThat(task.api.get("/admin/hosts/fake").body().at("/machine/freeDiskGiB").asInt(-1))
          .isZero();
    } finally {
      engine.describedBy(facts(500), DiskMechanism.WATCH);
      clock.advance(MEASURE_INTERVAL);
    }
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

  private void reconnectWith(Isolation isolation) {
    engine.reachable(false);
    await().atMost(Timeouts.STEP).until(() -> host().health() == HostHealth.UNREACHABLE);
    engine.isolating(isolation);
    engine.reachable(true);
  }
}
