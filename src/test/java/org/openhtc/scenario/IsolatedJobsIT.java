package org.openhtc.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openhtc.host.Hosts;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;

/** Which addresses and processes a job can reach from its container on a real engine. */
@Scenario
class IsolatedJobsIT {
  /** Prints "open" if a connection to a host and port succeeds, otherwise the error. */
  private static final String CONNECT =
      "connect() { nc -w 4 $1 $2 </dev/null >/dev/null 2>/tmp/why && echo open || cat /tmp/why; };"
          + " ";

  @Autowired Hosts hosts;
  @Autowired TestTask task;

  @Test
  void hostReportsItsFirewall() {
    await()
        .atMost(Timeouts.STEP)
        .untilAsserted(() ->
            assertThat(hosts.find("local").orElseThrow().measure())
                .isNotNull()
                .satisfies(measure -> assertThat(measure.isolation()).isEqualTo("FIREWALL")));
  }

  @Test
  void jobReachesTheApiAndTheStore() {
    List<String> lines =
        output(
            """
            wget -q -O - $RESCALE_HTC_API_URL/.well-known/jwks.json; echo
            store=${AWS_ENDPOINT_URL_S3#http://}; store=${store%/}
            connect ${store%:*} ${store#*:}
            """);
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).contains("\"keys\"");
    assertThat(lines.getLast()).isEqualTo("open");
  }

  @Test
  void jobReachesNoOtherServiceOfItsHost() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
    server.start();
    try {
      int service = server.getAddress().getPort();
      new Socket("172.17.0.1", service).close(); // the machine itself can connect
      assertThat(
              output(
                  "gateway=$(ip route | grep default | cut -d' ' -f3); echo $gateway; "
                      + "for host in $gateway 172.17.0.1 %s; do connect $host %d; done"
                          .formatted(anotherAddress(), service)))
          .hasSize(4)
          .satisfies(lines ->
              assertThat(lines.subList(1, 4)).allMatch(l -> l.contains("Connection refused")));
    } finally {
      server.stop(0);
    }
  }

  /** Refused at once: without the rule it would time out here and be accepted in a cloud. */
  @Test
  void jobReachesNoMetadataAddress() {
    assertThat(output("for a in 169.254.169.254 169.254.170.2; do connect $a 80; done"))
        .hasSize(2)
        .allMatch(line -> line.contains("Connection refused"));
  }

  @Test
  void jobReachesNoOtherJob() {
    String listening =
        task.submit(
            1,
            script(
                CONNECT
                    + "httpd -p 9999 -h /tmp; a=$(hostname -i); connect $a 9999; echo at $a; sleep"
                    + " 300"));
    List<String> log = task.awaitLines(listening, 0, 2);
    assertThat(log.getFirst()).isEqualTo("open");
    String address = log.getLast().substring(3);
    assertThat(output("connect %s 9999".formatted(address))).doesNotContain("open");
  }

  @Test
  void rootHasOnlyTheCapabilitiesOfTheSettingsAndCanGainNone() {
    assertThat(output("grep -E 'Cap(Eff|Prm|Bnd|Amb)|NoNewPrivs' /proc/self/status | tr -d '\\t'"))
        .containsExactlyInAnyOrder(
            "CapPrm:00000000000001fb",
            "CapEff:00000000000001fb",
            "CapBnd:00000000000001fb",
            "CapAmb:0000000000000000",
            "NoNewPrivs:1");
  }

  @Test
  void jobSeesOnlyItsOwnProcesses() {
    assertThat(output("ls /proc | grep -c '^[0-9]'; ls /dev/mem /dev/kmsg 2>/dev/null | wc -l"))
        .satisfies(lines -> assertThat(Integer.parseInt(lines.getFirst())).isLessThan(8))
        .endsWith("0");
  }

  /** The log of a job that ran the script and succeeded. */
  private List<String> output(String script) {
    String batch = task.submit(1, script(CONNECT + script + "\ntrue"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    return task.log(batch, 0);
  }

  /** An address of the machine on neither loopback nor a bridge, if there is one. */
  private static String anotherAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .filter(card -> !card.getName().matches("lo|docker.*|br-.*|htc-.*|oe.*|veth.*"))
        .flatMap(NetworkInterface::inetAddresses)
        .filter(Inet4Address.class::isInstance)
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElse("172.17.0.1");
  }
}
