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
import java.util.stream.Collectors;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.execution.engine.JobNetwork;
import org.openhtc.execution.engine.LogLine;

/**
 * Sets firewall rules on an engine's host with no more than the engine's API: a short-lived
 * container in the host's network namespace runs the host's own iptables, which the engine needs
 * too. It sees the host's programs read-only, and may administer networks and nothing else.
 */
record HostFirewall(EngineConnection connection) {
  private static final List<String> PROGRAMS =
      List.of("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/alternatives");

  /** Shared with the host's other users of iptables; newer ones have none. */
  private static final String LOCK = "/run/xtables.lock";

  Isolation close(JobNetwork network) {
    return connection.calls().within(Verb.FIREWALL, () -> inImage(network));
  }

  private Isolation inImage(JobNetwork network) {
    try (ScratchImage image = new ScratchImage(connection, "firewall")) {
      String id = create(image, new FirewallRules(network));
      try {
        image.removeLeftOvers(id);
        return run(id, network);
      } finally {
        image.remove(id);
      }
    } catch (DockerException answer) {
      return Isolation.none("its firewall can't be reached: " + ErrorMessages.of(answer));
    }
  }

  private Isolation run(String id, JobNetwork network) {
    DockerClient client = connection.client();
    client.startContainerCmd(id).exec();
    int exitCode =
        client.waitContainerCmd(id).exec(new WaitContainerResultCallback()).awaitStatusCode();
    return exitCode == 0
        ? new Isolation(
            Isolation.Level.FIREWALL,
            "network %s, firewall rules in place and read back".formatted(network.name()))
        : Isolation.none("its firewall could not be set: " + words(id));
  }

  private String words(String id) {
    return ErrorMessages.clean(
        new ContainerLog(connection)
            .read(id, null).stream().map(LogLine::message).collect(Collectors.joining("; ")));
  }

  /** Hosts differ in what of these they have: the engine names what is missing. */
  private static String create(ScratchImage image, FirewallRules rules) {
    List<String> paths = new ArrayList<>(PROGRAMS);
    paths.add(LOCK);
    while (true) {
      try {
        return create(image, rules, paths);
      } catch (DockerException answer) {
        String words = ErrorMessages.of(answer);
        if (!paths.removeIf(path -> words.endsWith("source path does not exist: " + path))) {
          throw answer;
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
        // Where SELinux reigns, a container may not run the host's programs.
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
