package org.openhtc.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openhtc.auth.FakeJobTokens;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.TestBatch;
import org.openhtc.execution.TestSettings;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.ImageFacts;
import org.openhtc.execution.engine.NetworkPlace;
import org.openhtc.execution.engine.ProcessLimits;
import org.openhtc.execution.image.ImageState;
import org.openhtc.host.Host;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.job.assignment.BatchSpec;
import org.openhtc.lease.FakeLeases;
import org.openhtc.lease.Installation;
import org.openhtc.region.Architecture;
import org.openhtc.storage.FakeJobStorage;
import org.openhtc.testing.HostBuilder;

class ContainerSpecsTest {
  private static final long IMAGE_BYTES = 1_000_000;
  private static final Installation INSTALLATION =
      FakeLeases.installation("01234567-89ab-cdef-0123-456789abcdef");

  private final BatchSpec batch = TestBatch.of("sh", "-c", "exit 0");
  private final Host host = HostBuilder.aHost("h1").build();
  private final ContainerSpecs specs =
      AttemptParts.containerSpecs(INSTALLATION, new FakeJobTokens(), new FakeJobStorage());

  @Test
  void limitsComeFromTheDefinitionAndTheSettings() {
    ContainerSpec spec = spec(DiskMechanism.WATCH, Architecture.X86);
    assertThat(spec.image()).isEqualTo("registry/app@sha256:1");
    assertThat(spec.argv()).isEqualTo(List.of("sh", "-c", "exit 0"));
    assertThat(spec.workingDir()).isNull();
    assertThat(spec.vcpus()).isEqualTo(batch.definition().maxVCpus());
    assertThat(spec.memoryMib()).isEqualTo(assignment().memoryMib());
    assertThat(spec.process())
        .isEqualTo(
            new ProcessLimits(
                List.of("CHOWN", "SETUID"),
                1024L * batch.definition().maxVCpus(),
                65536,
                (1L << 30) + (64 << 20)));
    assertThat(spec.logBytes()).isEqualTo(TestSettings.DEFAULTS.logLimit().toBytes());
    assertThat(spec.network()).isEqualTo(NetworkPlace.own("openhtc-01234567"));
  }

  @Test
  void nameAndLabelsIdentifyTheAttempt() {
    ContainerSpec spec = spec(DiskMechanism.WATCH, Architecture.X86);
    assertThat(spec.name())
        .matches("openhtc-01234567-[0-9a-f]{24}")
        .isEqualTo(new AttemptId(assignment().id(), 2).containerName(INSTALLATION.id()))
        .isNotEqualTo(new AttemptId(assignment().id(), 3).containerName(INSTALLATION.id()))
        .doesNotContain(batch.batchId().toString().substring(0, 8));
    assertThat(spec.labels())
        .containsEntry(ContainerLabels.INSTALLATION, INSTALLATION.id())
        .containsEntry(ContainerLabels.HOST, "h1");
    assertThat(AttemptId.of(spec.labels())).contains(new AttemptId(assignment().id(), 2));
  }

  @Test
  void quotaIncludesTheImage() {
    assertThat(spec(DiskMechanism.QUOTA, Architecture.X86).diskBytes())
        .isEqualTo((1L << 30) + IMAGE_BYTES);
    assertThat(spec(DiskMechanism.WATCH, Architecture.X86).diskBytes()).isNull();
  }

  @Test
  void imageOfAnotherArchitectureIsRefused() {
    assertThatThrownBy(() -> spec(DiskMechanism.WATCH, Architecture.AARCH64))
        .isInstanceOf(EngineException.Refused.class)
        .hasMessage("image 'busybox:1' is for AARCH64, the job requires X86");
  }

  private ContainerSpec spec(DiskMechanism disk, Architecture architecture) {
    return specs.of(
        assignment(),
        batch,
        host,
        disk,
        new ImageState.Held(
            "registry/app@sha256:1", new ImageFacts("sha256:2", architecture, IMAGE_BYTES)));
  }

  private Assignment assignment() {
    return new Assignment(
        new JobId(batch.batchId(), 7),
        2,
        JobStatus.STARTING,
        Instant.EPOCH,
        null,
        false,
        TestBatch.TIMEOUT_SECONDS,
        1,
        1,
        1024);
  }
}
