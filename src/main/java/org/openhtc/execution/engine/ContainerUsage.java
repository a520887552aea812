package org.openhtc.execution.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a running container has used of its host so far.
 *
 * @param peakMemoryBytes largest memory use, cached files included; null if not known
 * @param cpuTime CPU time of all its processes; null if not known
 */
public record ContainerUsage(@Nullable Long peakMemoryBytes, @Nullable Duration cpuTime) {}
