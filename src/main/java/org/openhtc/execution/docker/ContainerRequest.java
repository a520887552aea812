package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import java.util.List;
import java.util.Map;
import org.openhtc.execution.engine.ContainerSpec;

/** Converts a container specification into a request of the engine's API. */
final class ContainerRequest {
  private static final long CPU_PERIOD_MICROS = 100_000;

  private ContainerRequest() {}

  static CreateContainerCmd of(DockerClient client, ContainerSpec spec) {
    CreateContainerCmd request =
        client
            .createContainerCmd(spec.image())
            .withName(spec.name())
            .withLabels(spec.labels())
            .withEnv(environment(spec))
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
            .withPidsLimit(spec.pidsLimit())
            .withInit(true)
            .withCapDrop(Capability.ALL)
            .withSecurityOpts(List.of("no-new-privileges"))
            // Set explicitly: the engine's defaults may share these namespaces with the host.
            .withIpcMode("private")
            .withCgroupnsMode("private")
            .withLogConfig(log(spec))
            .withNetworkMode(spec.network());
    Long disk = spec.diskBytes();
    return disk == null ? limits : limits.withStorageOpt(Map.of("size", disk.toString()));
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
    return spec.environment().entrySet().stream()
        .map(variable -> variable.getKey() + "=" + variable.getValue())
        .toList();
  }
}
