package org.openhtc.execution.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.ContainerLabels;

/**
 * The specification of a container. Every container also has no new privileges, an init process,
 * private IPC and cgroup namespaces, swap equal to memory, a /dev/shm as large as its memory, an
 * engine log of limited size, no health checks and no restart. It is stopped by SIGTERM.
 *
 * @param name unique per installation, job and attempt, so that a repeated create is idempotent
 * @param labels identify the containers of OpenHTC; see {@link ContainerLabels}
 * @param argv replaces the image's CMD; empty keeps it
 * @param workingDir null keeps that of the image
 * @param vcpus CPU time limit in processors
 * @param memoryMib memory limit in MiB
 * @param process limits of its processes
 * @param diskBytes quota of the container's layers, image included, or what a cluster lets the
 *     container write; null for none
 * @param logBytes the engine must keep at least this much of the end of the log
 * @param runtime the engine's name of the OCI runtime; null for its default
 * @param timeLimit after which the container is stopped; only a cluster enforces it by itself, for
 *     the case that the service does not run; null for none
 */
public record ContainerSpec(
    String name,
    Map<String, String> labels,
    String image,
    List<String> argv,
    @Nullable String workingDir,
    Variables environment,
    int vcpus,
    long memoryMib,
    ProcessLimits process,
    @Nullable Long diskBytes,
    long logBytes,
    NetworkPlace network,
    @Nullable String runtime,
    @Nullable Duration timeLimit) {

  /** The same container at another place, with another runtime. */
  public ContainerSpec with(NetworkPlace otherNetwork, @Nullable String otherRuntime) {
    return new ContainerSpec(
        name,
        labels,
        image,
        argv,
        workingDir,
        environment,
        vcpus,
        memoryMib,
        process,
        diskBytes,
        logBytes,
        otherNetwork,
        otherRuntime,
        timeLimit);
  }
}
