package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.core.command.WaitContainerResultCallback;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.execution.engine.JobNetwork;
import org.openhtc.execution.firewall.DiskSpace;
import org.openhtc.execution.firewall.FirewallRules;
import org.openhtc.job.log.JobLogLine;

/**
 * Sets firewall rules on an engine's host through the engine's API only: a short-lived container in
 * the host's network namespace runs the host's own iptables, which the engine needs too. The
 * container has read-only access to the host's programs and no right but to administer networks.
 */
record HostFirewall(EngineConnection connection, ScratchImage.Abandoned abandoned) {
  private static final List<String> PROGRAMS =
      List.of("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/alternatives");

  /** Enough for the messages of a failed program. */
  private static final int MESSAGE_LINES = 20;

  /** Shared with other programs on the host that use iptables; newer versions have no lock. */
  private static final String LOCK = "/run/xtables.lock";

  /**
   * @param disk of the host; null if it is not known
   */
  record Applied(Isolation isolation, @Nullable DiskSpace disk) {
    static Applied none(String reason) {
      return new Applied(Isolation.none(reason), null);
    }
  }

  Applied apply(JobNetwork network) {
    return connection.calls().within(EngineOperation.FIREWALL, () -> inImage(network));
  }

  private Applied inImage(JobNetwork network) {
    try (ScratchImage image =
        new ScratchImage(connection, "firewall", EngineOperation.FIREWALL, abandoned)) {
      String id = create(image, new FirewallRules(network));
      try {
        image.removeAbandoned(id);
        return run(id, network);
      } finally {
        image.remove(id);
      }
    } catch (DockerException error) {
      return Applied.none("its firewall can't be reached: " + ErrorMessages.of(error));
    }
  }

  private Applied run(String id, JobNetwork network) {
    DockerClient client = connection.client();
    client.startContainerCmd(id).exec();
    int exitCode =
        client.waitContainerCmd(id).exec(new WaitContainerResultCallback()).awaitStatusCode();
    List<String> output =
        new ContainerLog(connection.requests())
            .tail(id, MESSAGE_LINES).stream().map(JobLogLine::message).toList();
    if (exitCode != 0) {
      String message = ErrorMessages.clean(String.join("; ", output));
      return Applied.none("its firewall could not be set: " + message);
    }
    String reason = "network %s, firewall rules in place and read back".formatted(network.name());
    return new Applied(new Isolation(Isolation.Level.FIREWALL, reason), DiskSpace.printed(output));
  }

  /** Leaves out the paths that the host does not have; the engine's error names each of them. */
  private static String create(ScratchImage image, FirewallRules rules) {
    List<String> paths = new ArrayList<>(PROGRAMS);
    paths.add(LOCK);
    while (true) {
      try {
        return create(image, rules, paths);
      } catch (DockerException error) {
        String message = ErrorMessages.of(error);
        if (!paths.removeIf(path -> message.endsWith("source path does not exist: " + path))) {
          throw error;
        }
      }
    }
  }

  private static String create(ScratchImage image, FirewallRules rules, List<String> paths) {
    return image
        .container()
        .withCmd("/bin/sh", "-c", FirewallRules.SCRIPT)
        .withEnv(rules.environment())
        .withHostConfig(rights().withMounts(paths.stream().map(HostFirewall::mount).toList()))
        .exec()
        .getId();
  }

  private static HostConfig rights() {
    return HostConfig.newHostConfig()
        .withNetworkMode("host")
        .withUsernsMode("host")
        .withCapDrop(Capability.ALL)
        .withCapAdd(Capability.NET_ADMIN, Capability.NET_RAW)
        // SELinux would not let the container run the host's programs.
        .withSecurityOpts(List.of("no-new-privileges", "label=disable"))
        .withReadonlyRootfs(true)
        .withTmpFs(Map.of("/run", "size=1m"))
        .withLogConfig(new LogConfig(LoggingType.LOCAL, Map.of()));
  }

  private static Mount mount(String path) {
    return new Mount()
        .withType(MountType.BIND)
        .withSource(path)
        .withTarget(path)
        .withReadOnly(!path.equals(LOCK));
  }
}
