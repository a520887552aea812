package org.openhtc.execution.docker;

import java.util.ArrayList;
import java.util.List;
import org.openhtc.execution.engine.AllowedEndpoint;
import org.openhtc.execution.engine.JobNetwork;

/**
 * The iptables rules for what jobs may reach. One chain filters packets to the host itself, at any
 * of its addresses. The other filters packets that the host forwards: Docker's own rules separate
 * the networks, so only link-local addresses (cloud metadata) have to be refused.
 */
record FirewallRules(JobNetwork network) {
  private static final String LINK_LOCAL = "169.254.0.0/16";

  /**
   * Fills both chains in one step, so that they are never empty while jobs run. Then sends the
   * bridge's packets through them and verifies the decisive rules. Fails with iptables' message.
   */
  static final String SCRIPT =
      """
      set -e
      ipt() { iptables -w 10 "$@"; }
      jump() { ipt -C "$1" -i "$BRIDGE" -j "$2" 2>/dev/null || ipt -I "$1" -i "$BRIDGE" -j "$2"; }
      printf '%s\\n' "$RULES" | iptables-restore -w 10 --noflush
      jump INPUT "$CHAIN-IN"
      jump DOCKER-USER "$CHAIN-FW"
      ipt -C INPUT -i "$BRIDGE" -j "$CHAIN-IN"
      ipt -C "$CHAIN-IN" -j REJECT
      ipt -C DOCKER-USER -i "$BRIDGE" -j "$CHAIN-FW"
      ipt -C "$CHAIN-FW" -d "$LINK_LOCAL" -j REJECT
      """;

  /** The script's environment. */
  List<String> environment() {
    return List.of(
        "PATH=/usr/sbin:/sbin:/usr/bin:/bin",
        "BRIDGE=" + network.bridge(),
        "CHAIN=" + network.chain(),
        "LINK_LOCAL=" + LINK_LOCAL,
        "RULES=" + String.join("\n", rules()));
  }

  /** In the format of iptables-restore. */
  List<String> rules() {
    String in = network.chain() + "-IN";
    String forwarded = network.chain() + "-FW";
    List<String> rules = new ArrayList<>();
    rules.add("*filter");
    rules.add(":%s - [0:0]".formatted(in));
    rules.add(":%s - [0:0]".formatted(forwarded));
    rules.add("-A %s -m conntrack --ctstate ESTABLISHED -j ACCEPT".formatted(in));
    for (AllowedEndpoint allowed : network.allowed()) {
      rules.add(
          "-A %s -d %s -p tcp --dport %d -j ACCEPT"
              .formatted(in, allowed.address(), allowed.port()));
    }
    rules.add("-A %s -j REJECT".formatted(in));
    // Rejected, not dropped: tools that try a metadata service then continue at once.
    rules.add("-A %s -d %s -j REJECT".formatted(forwarded, LINK_LOCAL));
    rules.add("COMMIT");
    return rules;
  }
}
