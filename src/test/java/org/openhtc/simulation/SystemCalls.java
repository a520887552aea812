package org.openhtc.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** The calls of one engine's API about the engine itself. */
record SystemCalls(EngineParts parts) {
  private static final String VERSION = "24.0.7";
  private static final String API_VERSION = "1.44";

  void ping(Exchange exchange) {
    ByteBuf body = Unpooled.copiedBuffer("OK", StandardCharsets.US_ASCII);
    exchange.respond(200, "text/plain", body);
  }

  void version(Exchange exchange) {
    exchange.json(
        200,
        Exchange.JSON
            .createObjectNode()
            .put("Version", VERSION)
            .put("ApiVersion", API_VERSION)
            .put("MinAPIVersion", "1.24")
            .put("Os", "linux")
            .put("Arch", "amd64"));
  }

  void info(Exchange exchange) {
    ObjectNode info =
        Exchange.JSON
            .createObjectNode()
            .put("ID", "simulated-engine-" + parts.number())
            .put("Name", "simulated-" + parts.number())
            .put("ServerVersion", VERSION)
            .put("Architecture", "x86_64")
            .put("OSType", "linux")
            .put("NCPU", parts.settings().vcpus)
            .put("MemTotal", parts.settings().memoryMib << 20)
            .put("DockerRootDir", "/var/lib/docker")
            .put("Driver", "overlay2")
            .put("CgroupVersion", "2")
            .put("CgroupDriver", "systemd")
            .put("DefaultRuntime", "runc")
            .put("Containers", parts.table().all().size())
            .put("SystemTime", parts.clock().now().toString());
    info.putObject("Runtimes").putObject("runc").put("path", "runc");
    exchange.json(200, info);
  }

  void events(Exchange exchange) {
    Filters filters = Filters.of(exchange.call().parameter("filters"));
    String since = exchange.call().parameter("since");
    if (!exchange.call().parameter("until").isEmpty()) {
      exchange.text(200, parts.events().past(filters));
    } else if (exchange.begin("application/json")) {
      parts.events().open(exchange.client(), filters, since.isEmpty() ? Instant.MAX : at(since));
    }
  }

  private static Instant at(String seconds) {
    return Instant.ofEpochSecond(0, new BigDecimal(seconds).movePointRight(9).longValue());
  }
}
