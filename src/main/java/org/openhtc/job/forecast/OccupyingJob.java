package org.openhtc.job.forecast;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.queue.Demand;

/**
 * A job that uses a host.
 *
 * @param startedAt when its container started; null if it has not
 */
public record OccupyingJob(
    String host,
    UUID project,
    String workspace,
    UUID task,
    Demand demand,
    @Nullable Instant startedAt) {}
