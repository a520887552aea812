package org.openhtc.job.submission;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.retry.RetryStrategy;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;
import org.openhtc.region.RegionName;
import org.springframework.beans.factory.BeanFactory;

/** Inserts batches in tests of other packages, without the checks of a request. */
public final class TestBatches {
  /** One vCPU, 64 MiB, 1 GiB of disk, one minute. */
  private static final JobDefinition SMALL =
      new JobDefinition(
          "busybox",
          1,
          64,
          1,
          null,
          Map.of(),
          List.of("true"),
          List.of(),
          List.of(),
          60,
          Architecture.X86,
          JobPriority.ON_DEMAND_PRIORITY,
          null);

  private final JobBatchStore store;

  public TestBatches(BeanFactory beans) {
    store = beans.getBean(JobBatchStore.class);
  }

  /** Inserts a batch of small jobs, inside the caller's transaction. */
  public void insert(
      UUID id, UUID project, UUID task, int size, int retries, List<RegionName> regions) {
    Instant now = Instant.now();
    store.insert(
        List.of(
            new SubmittedBatch(
                null,
                task,
                project,
                id,
                "u",
                "w",
                null,
                size,
                regions,
                now,
                SMALL,
                null,
                List.of(),
                RetryStrategy.of(retries),
                null,
                "d",
                regions.getFirst().cloudProvider())),
        now);
  }
}
