package org.openhtc.job;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.region.Architecture;
import org.openhtc.region.JobPriority;

/**
 * What every job of a batch runs, and its limits. Complete: defaults are filled in. Stored as JSON
 * with the batch.
 *
 * @param maxVCpus 1 to 64 processors
 * @param maxMemory 4 to 235520 MiB
 * @param maxDiskGiB 0 to 64000 GiB for the container's writable layer
 * @param commands argv; empty for the command of the image
 * @param execTimeoutSeconds 60 to 1209600 seconds (14 days) from the container's start
 * @param workingDir null for the working directory of the image
 */
public record JobDefinition(
    String imageName,
    int maxVCpus,
    int maxMemory,
    int maxDiskGiB,
    @Nullable Integer maxSwap,
    Map<String, String> tags,
    List<String> commands,
    List<NameValue> envs,
    List<NameValue> claims,
    int execTimeoutSeconds,
    Architecture architecture,
    JobPriority priority,
    @Nullable String workingDir) {}
