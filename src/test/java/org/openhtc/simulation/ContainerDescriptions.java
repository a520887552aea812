package org.openhtc.simulation;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Describes containers as the Docker API does. */
final class ContainerDescriptions {
  private static final String NEVER = "0001-01-01T00:00:00Z";
  private static final String FILES = "/var/lib/docker/containers/";
  private static final long MEMORY = 4 << 20;

  private ContainerDescriptions() {}

  static String status(SimulatedContainer container) {
    return container.status.name().toLowerCase(Locale.ROOT);
  }

  static ObjectNode details(SimulatedContainer container, boolean withSize) {
    ObjectNode details =
        Exchange.JSON
            .createObjectNode()
            .put("Id", container.id)
            .put("Name", "/" + container.name)
            .put("Image", Images.idOf(container.image))
            .put("Created", container.createdAt.toString())
            .put("HostsPath", FILES + container.id + "/hosts")
            .put("ResolvConfPath", FILES + container.id + "/resolv.conf")
            .put("HostnamePath", FILES + container.id + "/hostname");
    details.set("State", state(container));
    details.set("Config", config(container));
    details.putObject("HostConfig").put("NetworkMode", container.networkMode);
    details.putObject("NetworkSettings").putObject("Networks");
    if (withSize) {
      details.put("SizeRw", 0L).put("SizeRootFs", Images.SIZE);
    }
    return details;
  }

  private static ObjectNode state(SimulatedContainer container) {
    return Exchange.JSON
        .createObjectNode()
        .put("Status", status(container))
        .put("Running", container.isRunning())
        .put("Paused", false)
        .put("Restarting", false)
        .put("OOMKilled", container.outOfMemory)
        .put("Dead", false)
        .put("Pid", container.isRunning() ? 4711 : 0)
        .put("ExitCode", container.exitCode)
        .put("Error", container.error)
        .put("StartedAt", time(container.startedAt()))
        .put("FinishedAt", time(container.finishedAt));
  }

  private static ObjectNode config(SimulatedContainer container) {
    ObjectNode config = Exchange.JSON.createObjectNode().put("Image", container.image);
    ObjectNode labels = config.putObject("Labels");
    container.labels.forEach(labels::put);
    var argv = config.putArray("Cmd");
    container.argv.forEach(argv::add);
    return config;
  }

  private static String time(@Nullable Instant time) {
    return time == null ? NEVER : time.toString();
  }

  static ObjectNode entry(SimulatedContainer container) {
    ObjectNode entry =
        Exchange.JSON
            .createObjectNode()
            .put("Id", container.id)
            .put("Image", container.image)
            .put("ImageID", Images.idOf(container.image))
            .put("Command", String.join(" ", container.argv))
            .put("Created", container.createdAt.getEpochSecond())
            .put("State", status(container))
            .put("Status", container.isRunning() ? "Up" : "");
    entry.putArray("Names").add("/" + container.name);
    entry.putArray("Ports");
    ObjectNode labels = entry.putObject("Labels");
    container.labels.forEach(labels::put);
    entry.putObject("HostConfig").put("NetworkMode", container.networkMode);
    return entry;
  }
}
