package org.openhtc.job.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.job.AttemptUsage;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.NameValue;
import org.openhtc.job.query.JobRow;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.storage.InputUrls.Input;

class DockerRunTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final UUID BATCH = new UUID(0, 7);

  @Test
  void commandHasTheImageTheLimitsAndTheVariablesOfTheJob() {
    DockerRun run = run(List.of(new NameValue("ANGLE", "7 degrees")), List.of());
    assertThat(run.command())
        .isEqualTo(
            """
            docker run --rm --network none \\
              --cpus 2 --memory 1024m --memory-swap 1024m \\
              -e AWS_BATCH_JOB_ARRAY_INDEX=3 \\
              -e AWS_BATCH_JOB_ID=%1$s:3 \\
              -e AWS_BATCH_JOB_ATTEMPT=2 \\
              -e RESCALE_PROJECT_ID=00000000-0000-0000-0000-000000000001 \\
              -e RESCALE_TASK_ID=00000000-0000-0000-0000-000000000002 \\
              -e RESCALE_JOB_ID=%1$s:3 \\
              -e 'ANGLE=7 degrees' \\
              -w /data \\
              registry/app@sha256:0 sh -c 'echo '\\''hello'\\'''\
            """
                .formatted(BATCH));
  }

  @Test
  void valuesOfSecretsAreNotPartOfTheCommand() {
    DockerRun run =
        run(List.of(new NameValue("API_TOKEN", "s3cr3t"), new NameValue("A", "b")), List.of());
    assertThat(run.secrets()).containsExactly("API_TOKEN");
    assertThat(run.command()).contains("-e API_TOKEN ").doesNotContain("s3cr3t");
  }

  @Test
  void inputsAreDownloadedAndMounted() {
    Input input = new Input("in/a b.csv", URI.create("https://store/x?y=1&z=2"), NOW);
    assertThat(run(List.of(), List.of(input)).command())
        .startsWith("curl -fsS --create-dirs -o 'inputs/in/a b.csv' 'https://store/x?y=1&z=2' &&")
        .contains("-v \"$PWD/inputs:/inputs:ro\"");
  }

  private static DockerRun run(List<NameValue> envs, List<Input> inputs) {
    JobDefinition definition =
        new JobDefinition(
            "app:1",
            2,
            512,
            10,
            null,
            Map.of(),
            List.of("sh", "-c", "echo 'hello'"),
            envs,
            List.of(),
            600,
            Architecture.X86,
            JobPriority.ON_DEMAND_PRIORITY,
            "/data");
    return new DockerRun(job(), definition, "registry/app@sha256:0", inputs);
  }

  /** Its retry rules have given it more memory than its definition has. */
  private static JobRow job() {
    return new JobRow(
        new JobId(BATCH, 3),
        1,
        new UUID(0, 1),
        new UUID(0, 2),
        "w",
        "u",
        null,
        JobPriority.ON_DEMAND_PRIORITY,
        Architecture.X86,
        JobStatus.FAILED,
        "failed",
        2,
        null,
        null,
        null,
        3,
        false,
        NOW,
        null,
        null,
        NOW,
        1024,
        AttemptUsage.UNKNOWN,
        0);
  }
}
