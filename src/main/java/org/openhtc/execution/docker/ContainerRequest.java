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

/** Says our specification in the engine's terms. */
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
            // NanoCPUs would be refused above the machine's own number of processors.
            .withCpuPeriod(CPU_PERIOD_MICROS)
            .withCpuQuota(CPU_PERIOD_MICROS * spec.vcpus())
            .withMemory(memory)
            .withMemorySwap(memory)
            .withPidsLimit(spec.pidsLimit())
            .withInit(true)
            .withCapDrop(Capability.ALL)
            .withSecurityOpts(List.of("no-new-privileges"))
            // Said aloud: an engine's own defaults may share them with the host.
            .withIpcMode("private")
            .withCgroupnsMode("private")
            .withLogConfig(log(spec))
            .withNetworkMode(spec.network());
    Long disk = spec.diskBytes();
    return disk == null ? limits : limits.withStorageOpt(Map.of("size", disk.toString()));
  }

  /**
   * Bounded, and still readable when the container has ended. Of two files the older is dropped
   * when the newer is full, so one alone must hold what is wanted, and a bit more: then a log that
   * is not longer than wanted is known to be whole.
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
