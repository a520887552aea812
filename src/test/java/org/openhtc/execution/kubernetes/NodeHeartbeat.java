package org.openhtc.execution.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.openhtc.lease.WakeableLoop;

/** Reports again and again that a node is ready, as its kubelet does. */
final class NodeHeartbeat implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final ApiServer server;
  private final String node;
  private final WakeableLoop loop = new WakeableLoop("heartbeat", INTERVAL);

  private NodeHeartbeat(ApiServer server, String node) {
    this.server = server;
    this.node = node;
  }

  /** Reports until it is closed. */
  static NodeHeartbeat of(ApiServer server, String node) {
    NodeHeartbeat heartbeat = new NodeHeartbeat(server, node);
    heartbeat.loop.start(heartbeat::report);
    return heartbeat;
  }

  private void report() {
    Map<String, String> ready =
        Map.of("type", "Ready", "status", "True", "lastHeartbeatTime", Instant.now().toString());
    try {
      server.patch(
          ApiCall.FACTS,
          "/api/v1/nodes/%s/status".formatted(node),
          ApiServer.Patch.MERGE,
          Map.of("status", Map.of("conditions", List.of(ready))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    loop.stop();
  }
}
