package org.openhtc.execution;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.NameValue;
import org.openhtc.job.assignment.BatchSpec;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.registry.PinnedImage;

/** Batches for tests: jobs of one vCPU, 64 MiB, 1 GiB of disk and 10 minutes. */
public final class TestBatch {
  public static final String IMAGE = "busybox:1";
  public static final int TIMEOUT_SECONDS = 600;

  private TestBatch() {}

  /** A batch whose image the hosts hold under its plain name. */
  public static BatchSpec of(String... argv) {
    return of(IMAGE, null, List.of(argv));
  }

  /**
   * A batch with any image.
   *
   * @param pinned the image in the registry; null if the hosts hold it under its plain name
   */
  public static BatchSpec of(String imageName, @Nullable PinnedImage pinned, List<String> argv) {
    return new BatchSpec(
        UUID.randomUUID(),
        new UUID(0, 1),
        new UUID(0, 2),
        "workspace",
        "user",
        pinned,
        new JobDefinition(
            imageName,
            1,
            64,
            1,
            null,
            Map.of(),
            argv,
            List.of(new NameValue("COLOR", "blue")),
            List.of(new NameValue("team", "red")),
            TIMEOUT_SECONDS,
            Architecture.X86,
            JobPriority.ON_DEMAND_PRIORITY,
            null));
  }
}
