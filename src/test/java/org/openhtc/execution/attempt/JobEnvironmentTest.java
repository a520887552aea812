package org.openhtc.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openhtc.auth.FakeJobTokens;
import org.openhtc.auth.JobTokenRequest;
import org.openhtc.execution.TestBatch;
import org.openhtc.execution.TestSettings;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.job.assignment.BatchSpec;
import org.openhtc.job.tracing.TracingSettings;
import org.openhtc.region.RegionName;
import org.openhtc.storage.FakeJobStorage;

class JobEnvironmentTest {
  private final BatchSpec batch = TestBatch.of("true");
  private final JobId job = new JobId(batch.batchId(), 7);
  private final FakeJobTokens tokens = new FakeJobTokens();
  private final FakeJobStorage storage = new FakeJobStorage();

  @Test
  void attemptFindsItsIdentityTokensStorageAndTheUsersVariables() {
    String project = batch.projectId().toString();
    String task = batch.taskId().toString();
    assertThat(environment())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("AWS_BATCH_JOB_ARRAY_INDEX", "7"),
                Map.entry("AWS_BATCH_JOB_ID", job.toString()),
                Map.entry("AWS_BATCH_JOB_ATTEMPT", "2"),
                Map.entry("HOSTNAME", job.toString()),
                Map.entry("RESCALE_PROJECT_ID", project),
                Map.entry("RESCALE_TASK_ID", task),
                Map.entry("RESCALE_JOB_ID", job.toString()),
                Map.entry("RESCALE_HTC_PROJECT_ID", project),
                Map.entry("RESCALE_HTC_TASK_ID", task),
                Map.entry("RESCALE_HTC_REGION", "AWS_EU_WEST_1"),
                Map.entry("RESCALE_HTC_API_URL", "http://172.17.0.1:8080/api/v1"),
                Map.entry("RESCALE_HTC_BEARER_TOKEN", "bearer token"),
                Map.entry("RESCALE_HTC_REFRESH_TOKEN", "refresh token"),
                Map.entry("AWS_ACCESS_KEY_ID", "key of attempt 2"),
                Map.entry("COLOR", "blue")));
  }

  @Test
  void credentialsLastForTheLongestTimeOfTheAttempt() {
    environment();
    Duration longest =
        TestSettings.DEFAULTS
            .startDeadline()
            .plusSeconds(TestBatch.TIMEOUT_SECONDS)
            .plus(TestSettings.DEFAULTS.stopGrace());
    assertThat(tokens.requests())
        .containsExactly(
            new JobTokenRequest(
                "user",
                "workspace",
                batch.projectId(),
                batch.taskId(),
                job.toString(),
                2,
                Map.of("team", "red"),
                longest));
    assertThat(storage.issued()).containsExactly(job + "/2");
  }

  @Test
  void traceOfTheJobIsInTheEnvironmentIfTracesAreSent() {
    assertThat(environment()).doesNotContainKey("TRACEPARENT");
    URI collector = URI.create("http://collector:4318/v1/traces");
    assertThat(environment(new TracingSettings(collector, Duration.ofSeconds(1))))
        .hasEntrySatisfying(
            "TRACEPARENT", p -> assertThat(p).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
  }

  private Map<String, String> environment() {
    return environment(TracingSettings.OFF);
  }

  private Map<String, String> environment(TracingSettings tracing) {
    Assignment assignment =
        new Assignment(
            job,
            2,
            JobStatus.STARTING,
            Instant.EPOCH,
            null,
            false,
            TestBatch.TIMEOUT_SECONDS,
            1,
            1,
            1024);
    return new JobEnvironment(tokens, storage, TestSettings.DEFAULTS, tracing)
        .of(assignment, batch, RegionName.AWS_EU_WEST_1)
        .all();
  }
}
