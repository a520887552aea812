package org.openhtc.execution.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.command.CreateContainerCmdImpl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerSpec;
import org.openhtc.execution.engine.NetworkPlace;
import org.openhtc.execution.engine.ProcessLimits;
import org.openhtc.execution.engine.Slot;

/** Converts a container specification into the body of a request of the engine's API. */
final class ContainerRequest {
  private static final long CPU_PERIOD_MICROS = 100_000;
  private static final ObjectWriter JSON = DockerClientConfig.getDefaultObjectMapper().writer();
  private static final HealthCheck NO_CHECKS = new HealthCheck().withTest(List.of("NONE"));
  private static final CreateContainerCmd.Exec NOT_EXECUTED =
      command -> {
        throw new UnsupportedOperationException();
      };

  private ContainerRequest() {}

  static byte[] json(ContainerSpec spec) {
    try {
      return JSON.writeValueAsBytes(of(spec));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CreateContainerCmd of(ContainerSpec spec) {
    CreateContainerCmd request =
        new CreateContainerCmdImpl(NOT_EXECUTED, null, spec.image())
            .withLabels(labels(spec))
            .withEnv(environment(spec))
            .withStopSignal("SIGTERM")
            .withHealthcheck(NO_CHECKS)
            .withHostConfig(limits(spec));
    if (!spec.argv().isEmpty()) {
      request.withCmd(spec.argv());
    }
    String workingDir = spec.workingDir();
    return workingDir == null ? request : request.withWorkingDir(workingDir);
  }

  private static HostConfig limits(ContainerSpec spec) {
    long memory = spec.memoryMib() << 20;
    HostConfig limits =
        HostConfig.newHostConfig()
            // The engine would refuse NanoCPUs above the number of the machine's processors.
            .withCpuPeriod(CPU_PERIOD_MICROS)
            .withCpuQuota(CPU_PERIOD_MICROS * spec.vcpus())
            .withMemory(memory)
            .withMemorySwap(memory)
            .withPidsLimit(spec.process().pids())
            .withUlimits(ulimits(spec.process()))
            // It is counted as memory of the container, so this gives it nothing more.
            .withShmSize(memory)
            .withInit(true)
            .withCapDrop(Capability.ALL)
            .withCapAdd(capabilities(spec.process()))
            .withSecurityOpts(List.of("no-new-privileges"))
            // Set explicitly: the engine's defaults may share these namespaces with the host.
            .withIpcMode("private")
            .withCgroupnsMode("private")
            .withLogConfig(log(spec));
    place(limits, spec.network());
    if (spec.runtime() != null) {
      limits.withRuntime(spec.runtime());
    }
    Long disk = spec.diskBytes();
    return disk == null ? limits : limits.withStorageOpt(Map.of("size", disk.toString()));
  }

  private static Capability[] capabilities(ProcessLimits process) {
    return process.capabilities().stream().map(Capability::valueOf).toArray(Capability[]::new);
  }

  /** No core dumps: a program that crashes would write its memory to the disk. */
  private static List<Ulimit> ulimits(ProcessLimits process) {
    List<Ulimit> ulimits = new ArrayList<>();
    ulimits.add(new Ulimit("core", 0L, 0L));
    ulimits.add(new Ulimit("nofile", process.openFiles(), process.openFiles()));
    Long fileBytes = process.fileBytes();
    if (fileBytes != null) {
      ulimits.add(new Ulimit("fsize", fileBytes, fileBytes));
    }
    return ulimits;
  }

  private static void place(HostConfig limits, NetworkPlace network) {
    switch (network) {
      case NetworkPlace.Own own -> limits.withNetworkMode(own.mode());
      case NetworkPlace.Joined joined ->
          limits.withNetworkMode("container:" + joined.slot().id()).withBinds(files(joined.slot()));
    }
  }

  /** In place of the engine's own writable mounts. "z" lets all containers read them on SELinux. */
  private static List<Bind> files(Slot slot) {
    return Stream.of(
            slot.hostsPath() + ":/etc/hosts:ro,z",
            slot.resolvConfPath() + ":/etc/resolv.conf:ro,z",
            slot.hostnamePath() + ":/etc/hostname:ro,z")
        .map(Bind::parse)
        .toList();
  }

  /** Sets all labels of OpenHTC: those that a container lacks would be taken from its image. */
  private static Map<String, String> labels(ContainerSpec spec) {
    Map<String, String> labels = new HashMap<>();
    ContainerLabels.ALL.forEach(label -> labels.put(label, ""));
    labels.putAll(spec.labels());
    if (spec.network() instanceof NetworkPlace.Joined joined) {
      labels.put(ContainerLabels.SLOT, joined.label());
    }
    return labels;
  }

  /**
   * Limited in size, and readable after the end of the container. The engine drops the older of two
   * files when the newer one is full, so one file must hold the wanted size. It holds an eighth
   * more: then a log that is not longer than the wanted size is known to be complete.
   */
  private static LogConfig log(ContainerSpec spec) {
    long bytes = spec.logBytes() + spec.logBytes() / 8;
    return new LogConfig(
        LoggingType.LOCAL, Map.of("max-size", String.valueOf(bytes), "max-file", "2"));
  }

  private static List<String> environment(ContainerSpec spec) {
    return spec.environment().all().entrySet().stream()
        .map(variable -> variable.getKey() + "=" + variable.getValue())
        .toList();
  }
}
