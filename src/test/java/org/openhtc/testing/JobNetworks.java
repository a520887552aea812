package org.openhtc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openhtc.lease.Installation;
import org.springframework.beans.factory.DisposableBean;

/**
 * Removes what an installation that ends with its test leaves on the machine's engine: its network,
 * the containers in it and the chains of the firewall. An engine has addresses for thirty networks.
 */
public final class JobNetworks {
  private static final Pattern NAME = Pattern.compile("\\bopenhtc-(?:slot-)?([0-9a-f]{8})\\b");

  /**
   * Without a disconnection, an endpoint whose container is gone, as after the kill of an engine,
   * would keep the network permanently.
   */
  private static final String SCRIPT =
      """
      for id in $(docker network inspect -f '{{range $id, $c := .Containers}}{{$id}} {{end}}' \
          openhtc-$TAG); do docker rm -f $id; done
      for name in $(docker network inspect -f '{{range .Containers}}{{.Name}} {{end}}' \
          openhtc-$TAG); do docker network disconnect -f openhtc-$TAG $name; done
      for id in $(docker ps -aq --filter name=openhtc-slot-$TAG); do docker rm -f $id; done
      docker network rm openhtc-$TAG
      jump() { iptables -w 10 -D $1 -i htc-$TAG -j $2; iptables -w 10 -F $2; iptables -w 10 -X $2; }
      jump INPUT OPENHTC-$CHAIN-IN
      jump DOCKER-USER OPENHTC-$CHAIN-FW
      """;

  private static final String REMAINING =
      "docker network ls -q --filter name=openhtc-$TAG 2>/dev/null || true";

  private JobNetworks() {}

  /** A bean that removes them when the context of the service closes. */
  record RemovedAtTheEnd(Installation installation) implements DisposableBean {
    @Override
    public void destroy() {
      remove(installation.id());
    }
  }

  /**
   * Removes the network of an installation, if there is one. Repeats the removal while the engine
   * still ends a container of the network.
   */
  public static void remove(String installation) {
    String tag = installation.substring(0, 8);
    String values = "TAG=%s; CHAIN=%s\n".formatted(tag, tag.toUpperCase(Locale.ROOT));
    await().atMost(Timeouts.STEP).untilAsserted(() -> requireRemoved(values));
  }

  private static void requireRemoved(String values) throws IOException {
    String responses = Command.run(Path.of("/"), "sh", "-c", values + SCRIPT + "true");
    String remaining = Command.run(Path.of("/"), "sh", "-c", values + REMAINING);
    assertThat(remaining).as("network that remains after: %s", responses).isEmpty();
  }

  /**
   * Removes the network and the slots of a service that ran as a process: its log contains their
   * names.
   */
  public static void removeNamedIn(String log) {
    Matcher name = NAME.matcher(log);
    if (name.find()) {
      remove(name.group(1));
    }
  }
}
