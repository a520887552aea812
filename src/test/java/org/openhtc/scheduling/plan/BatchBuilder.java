package org.openhtc.scheduling.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.queue.Demand;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.job.queue.WaitingBatch.WaitingRetry;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;

/**
 * Builds batches of waiting jobs in the order of their submission, such as {@code
 * aBatch(ALICE).vcpus(8).jobs(1)}. All projects belong to the workspace {@code ws}.
 */
public final class BatchBuilder {
  private static final AtomicLong SEQ = new AtomicLong();
  private static final Instant SUBMITTED_AT = Instant.parse("2026-01-01T00:00:00Z");

  private final UUID project;
  private final List<WaitingRetry> retries = new ArrayList<>();
  private UUID id = UUID.randomUUID();
  private JobPriority priority = JobPriority.ON_DEMAND_PRIORITY;
  private Architecture architecture = Architecture.X86;
  private int vcpus = 1;
  private int memoryMib = 64;
  private int nextIndex;

  private BatchBuilder(UUID project) {
    this.project = project;
  }

  public static BatchBuilder aBatch(UUID project) {
    return new BatchBuilder(project);
  }

  BatchBuilder id(UUID value) {
    id = value;
    return this;
  }

  public BatchBuilder priority(JobPriority value) {
    priority = value;
    return this;
  }

  BatchBuilder architecture(Architecture value) {
    architecture = value;
    return this;
  }

  public BatchBuilder vcpus(int value) {
    vcpus = value;
    return this;
  }

  BatchBuilder memoryMib(int value) {
    memoryMib = value;
    return this;
  }

  /** The index of the first job that was never placed. */
  BatchBuilder nextIndex(int value) {
    nextIndex = value;
    return this;
  }

  BatchBuilder retry(int index, int attempt) {
    retries.add(new WaitingRetry(index, attempt, memoryMib, null));
    return this;
  }

  /** A retry with a memory of its own, on another host than this one unless that is null. */
  BatchBuilder retry(int index, int memory, @Nullable String avoidedHost) {
    retries.add(new WaitingRetry(index, 1, memory, avoidedHost));
    return this;
  }

  /** The batch, with so many jobs that were never placed. */
  public WaitingBatch jobs(int tail) {
    return new WaitingBatch(
        id,
        SEQ.incrementAndGet(),
        project,
        "ws",
        priority,
        new Demand(architecture, vcpus, memoryMib, 10),
        SUBMITTED_AT,
        nextIndex,
        tail,
        List.copyOf(retries));
  }
}
