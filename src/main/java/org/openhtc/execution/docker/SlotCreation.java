package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.Slot;
import org.openhtc.execution.engine.SlotSpec;

/** Makes containers that only hold a network namespace. */
record SlotCreation(EngineConnection connection) {
  private static final long MEMORY = 16 << 20;

  /** More than the program needs: some threads of the OCI runtime count before its start. */
  private static final long PIDS = 16;

  /**
   * What an ended job leaves in a network namespace for a while, made as short as Linux permits:
   * closed connections, and measurements of the peers. Not every version of Linux has all of them.
   */
  private static final Map<String, String> SYSCTLS =
      Map.of(
          "net.ipv4.tcp_max_tw_buckets", "0",
          "net.ipv4.tcp_fin_timeout", "5",
          "net.ipv4.tcp_orphan_retries", "1",
          "net.ipv4.tcp_no_metrics_save", "1",
          "net.ipv4.tcp_fastopen", "0");

  /** The engine imports an image of its own architecture. */
  @Nullable Void load(String name, byte[] archive) {
    int colon = name.lastIndexOf(':');
    connection
        .requests()
        .upload(
            "/images/create?fromSrc=-&repo=%s&tag=%s"
                .formatted(name.substring(0, colon), name.substring(colon + 1)),
            new ByteArrayInputStream(archive),
            "application/x-tar");
    return null;
  }

  Slot make(SlotSpec spec) {
    Map<String, String> sysctls = new HashMap<>(SYSCTLS);
    while (true) {
      try {
        return connection.calls().within(EngineOperation.SLOT, () -> created(spec, sysctls));
      } catch (EngineException error) {
        String message = String.valueOf(error.getMessage());
        if (!sysctls.keySet().removeIf(key -> isUnknown(key, message))) {
          throw error;
        }
      }
    }
  }

  /** The runtime's message contains the name, or its path in /proc/sys. */
  private static boolean isUnknown(String sysctl, String message) {
    return message.contains(sysctl) || message.contains(sysctl.replace('.', '/'));
  }

  private Slot created(SlotSpec spec, Map<String, String> sysctls) {
    String id;
    try {
      id =
          connection
              .client()
              .createContainerCmd(spec.image())
              .withName(spec.name())
              .withLabels(spec.labels())
              .withCmd("/pause")
              .withHostConfig(limits(spec).withSysctls(sysctls))
              .exec()
              .getId();
    } catch (NotFoundException missing) {
      throw new EngineException.ImageMissing(ErrorMessages.of(missing));
    }
    try {
      return started(id, spec);
    } catch (RuntimeException error) {
      removeQuietly(id, error);
      throw error;
    }
  }

  private Slot started(String id, SlotSpec spec) {
    DockerClient client = connection.client();
    client.startContainerCmd(id).exec();
    InspectContainerResponse slot = client.inspectContainerCmd(id).exec();
    if (!Boolean.TRUE.equals(slot.getState().getRunning())) {
      throw new EngineException.Refused("the program of slot %s has ended".formatted(spec.name()));
    }
    return new Slot(
        id,
        spec.name(),
        Objects.requireNonNull(slot.getHostsPath()),
        Objects.requireNonNull(slot.getResolvConfPath()),
        Objects.requireNonNull(slot.getHostnamePath()));
  }

  private static HostConfig limits(SlotSpec spec) {
    return HostConfig.newHostConfig()
        .withMemory(MEMORY)
        .withMemorySwap(MEMORY)
        .withPidsLimit(PIDS)
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"))
        .withReadonlyRootfs(true)
        .withIpcMode("private")
        .withCgroupnsMode("private")
        .withLogConfig(new LogConfig(LoggingType.NONE))
        .withNetworkMode(spec.network());
  }

  /** If that fails too, the next list of containers shows what is left. */
  private void removeQuietly(String id, RuntimeException cause) {
    try {
      connection.client().removeContainerCmd(id).withForce(true).exec();
    } catch (DockerException problem) {
      cause.addSuppressed(problem);
    }
  }
}
