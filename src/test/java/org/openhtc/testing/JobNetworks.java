package org.openhtc.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openhtc.lease.Installation;
import org.springframework.beans.factory.DisposableBean;

/**
 * Removes the resources that an installation leaves on this machine's engine when its test ends:
 * its network, the containers there and the firewall's chains. An engine has at most thirty
 * networks.
 */
public final class JobNetworks {
  private static final Pattern NAME = Pattern.compile("network openhtc-([0-9a-f]{8})\\b");

  private static final String SCRIPT =
      """
      for id in $(docker network inspect -f '{{range $id, $c := .Containers}}{{$id}} {{end}}' \
          openhtc-$TAG 2>/dev/null); do docker rm -f $id; done
      docker network rm openhtc-$TAG
      jump() { iptables -w 10 -D $1 -i htc-$TAG -j $2; iptables -w 10 -F $2; iptables -w 10 -X $2; }
      jump INPUT OPENHTC-$CHAIN-IN
      jump DOCKER-USER OPENHTC-$CHAIN-FW
      """;

  private static final Duration REMOVAL = Duration.ofSeconds(30);

  private static final String LEFT =
      "docker network ls -q --filter name=openhtc-$TAG 2>/dev/null || true";

  private JobNetworks() {}

  /** As a bean of a service's context: when it is closed. */
  record RemovedAtTheEnd(Installation installation) implements DisposableBean {
    @Override
    public void destroy() {
      remove(installation.id());
    }
  }

  /**
   * Does nothing when there is none. Tries again while the engine is still ending a container of
   * the network.
   */
  public static void remove(String installation) {
    String tag = installation.substring(0, 8);
    String values = "TAG=%s; CHAIN=%s\n".formatted(tag, tag.toUpperCase(Locale.ROOT));
    await().atMost(REMOVAL).until(() -> removed(values));
  }

  private static boolean removed(String values) throws IOException {
    Command.run(Path.of("/"), "sh", "-c", values + "{\n" + SCRIPT + "} 2>/dev/null; true");
    return Command.run(Path.of("/"), "sh", "-c", values + LEFT).isEmpty();
  }

  /** For a service that ran as a process: as named in its log. */
  public static void removeNamedIn(String log) {
    Matcher name = NAME.matcher(log);
    if (name.find()) {
      remove(name.group(1));
    }
  }
}
