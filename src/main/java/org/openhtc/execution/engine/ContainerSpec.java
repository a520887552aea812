package org.openhtc.execution.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.ContainerLabels;

/**
 * One container as the engine is asked for it. Always added: no capabilities, no new privileges, an
 * init process, IPC and cgroup namespaces of its own, swap equal to memory, a bounded engine log,
 * no restart.
 *
 * @param name unique per installation, job and attempt, so that creating twice finds the first
 * @param labels how we recognise our own; see {@link ContainerLabels}
 * @param argv replaces the image's CMD; empty keeps it
 * @param workingDir null keeps the image's
 * @param vcpus CPU time limit in processors
 * @param memoryMib memory limit in MiB
 * @param pidsLimit processes and threads at most
 * @param diskBytes quota of the container's layers, image included; null where the host has none
 * @param logBytes what the engine must keep of its log at least, from the end
 * @param network the engine's network mode, such as {@link JobNetwork#name()}, {@code none} or
 *     {@code container:<id>}
 */
public record ContainerSpec(
    String name,
    Map<String, String> labels,
    String image,
    List<String> argv,
    @Nullable String workingDir,
    Map<String, String> environment,
    int vcpus,
    long memoryMib,
    long pidsLimit,
    @Nullable Long diskBytes,
    long logBytes,
    String network) {}
