package org.openhtc.job.lifecycle;

import java.util.List;
import java.util.UUID;

/**
 * Published after the commit that recorded ends of jobs in batches with {@code failFast} that have
 * failed jobs and were not stopped.
 */
public record JobsFailed(List<UUID> batches) {}
