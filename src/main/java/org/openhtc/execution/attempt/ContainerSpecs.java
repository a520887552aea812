package org.openhtc.execution.attempt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.AttemptId;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.execution.JobLimitSettings;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.DiskMechanism;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.ImageFacts;
import org.openhtc.execution.engine.NetworkPlace;
import org.openhtc.execution.engine.ProcessLimits;
import org.openhtc.execution.image.ImageState;
import org.openhtc.host.Host;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.job.assignment.BatchSpec;
import org.openhtc.lease.Installation;
import org.openhtc.region.Architecture;
import org.springframework.stereotype.Component;

/** Makes the container specification of an attempt. */
@Component
public class ContainerSpecs {
  private static final long GIB = 1L << 30;
  private static final long FILE_EXTRA = 64L << 20;

  private final Installation installation;
  private final JobEnvironment environment;
  private final ExecutionSettings settings;
  private final NetworkPolicy networkPolicy;

  ContainerSpecs(
      Installation installation,
      JobEnvironment environment,
      ExecutionSettings settings,
      NetworkPolicy networkPolicy) {
    this.installation = installation;
    this.environment = environment;
    this.settings = settings;
    this.networkPolicy = networkPolicy;
  }

  /**
   * @throws EngineException.Refused if the image is for another architecture
   */
  ContainerSpec of(
      Assignment job, BatchSpec batch, Host host, DiskMechanism disk, ImageState.Held image) {
    JobDefinition definition = batch.definition();
    refuseOtherArchitecture(image.facts(), definition);
    AttemptId attempt = new AttemptId(job.id(), job.attempt());
    return new ContainerSpec(
        attempt.containerName(installation.id()),
        attempt.labels(installation.id(), host.name()),
        image.reference(),
        definition.commands(),
        definition.workingDir(),
        environment.of(job, batch, host.region()),
        definition.maxVCpus(),
        job.memoryMib(),
        process(job, definition),
        quota(job, disk, image.facts()),
        settings.logLimit().toBytes(),
        NetworkPlace.own(networkPolicy.networkMode()),
        null,
        Duration.ofSeconds(job.execTimeoutSeconds()));
  }

  /** The engine would start the container, which then fails with only "exec format error". */
  private static void refuseOtherArchitecture(ImageFacts image, JobDefinition definition) {
    Architecture wanted = definition.architecture();
    if (image.architecture() != wanted) {
      throw new EngineException.Refused(
          "image '%s' is for %s, the job requires %s"
              .formatted(definition.imageName(), image.architecture(), wanted));
    }
  }

  private ProcessLimits process(Assignment job, JobDefinition definition) {
    JobLimitSettings limits = settings.limits();
    return new ProcessLimits(
        limits.capabilities(),
        Math.min(settings.pidsLimit(), limits.pidsPerVcpu() * definition.maxVCpus()),
        limits.openFiles(),
        job.diskGib() == 0 ? null : fileBytes(job));
  }

  /**
   * A single file may exceed the disk limit only by a little, also where nothing else measures it,
   * as after it was unlinked. Files in /dev/shm may be as large as the memory. The extra size lets
   * the disk watch find out why the job failed.
   */
  private static long fileBytes(Assignment job) {
    return Math.max(job.diskGib() * GIB, (long) job.memoryMib() << 20) + FILE_EXTRA;
  }

  /** A quota includes the layers of the image, so their size is added to the job's limit. */
  private static @Nullable Long quota(Assignment job, DiskMechanism disk, ImageFacts image) {
    if (job.diskGib() == 0) {
      return null;
    }
    return switch (disk) {
      case QUOTA -> job.diskGib() * GIB + image.sizeBytes();
      case EVICTION -> job.diskGib() * GIB;
      case WATCH -> null;
    };
  }
}
