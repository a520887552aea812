package org.openhtc.execution.firewall;

import java.util.ArrayList;
import java.util.List;
import org.openhtc.execution.engine.AllowedEndpoint;
import org.openhtc.execution.engine.EngineEndpoint;
import org.openhtc.execution.engine.JobNetwork;

/**
 * The iptables rules for what jobs may reach. One chain filters packets to the host itself, at any
 * of its addresses. The other filters packets that the host forwards: Docker's own rules separate
 * the networks, so only some addresses have to be refused. After the rules the script prints the
 * free disk.
 */
public record FirewallRules(JobNetwork network) {
  /** Of AWS, GCP and most others (link-local), of Azure, of Alibaba and of Oracle. */
  private static final List<String> METADATA =
      List.of("169.254.0.0/16", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32");

  /** The ports that other containers publish. */
  private static final String PUBLISHED = "-m conntrack --ctstate DNAT -j REJECT";

  /**
   * Fills both chains in one step, so that they are never empty while jobs run. Then sends the
   * bridge's packets through them and verifies the decisive rules, and that the kernel applies
   * rules between two ports of a bridge at all. Fails with a message. Prints free blocks, block
   * size, free and all inodes where the engine keeps containers: it is the container's own disk.
   */
  public static final String SCRIPT =
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
      for address in $METADATA; do ipt -C "$CHAIN-FW" -d "$address" -j REJECT; done
      ipt -C "$CHAIN-FW" $PUBLISHED
      bridged=$(cat /proc/sys/net/bridge/bridge-nf-call-iptables 2>/dev/null || echo unknown)
      if [ "$bridged" != 1 ]; then
        echo "net.bridge.bridge-nf-call-iptables is $bridged: jobs would reach each other" >&2
        exit 1
      fi
      stat -f -c 'disk %a %S %d %c' / 2>/dev/null || true
      """;

  /** The script's environment. */
  public List<String> environment() {
    return List.of(
        "PATH=/usr/sbin:/sbin:/usr/bin:/bin",
        "BRIDGE=" + network.bridge(),
        "CHAIN=" + network.chain(),
        "METADATA=" + String.join(" ", METADATA),
        "PUBLISHED=" + PUBLISHED,
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
    rules.addAll(forwarded(forwarded));
    rules.add("COMMIT");
    return rules;
  }

  /** Rejected, not dropped: tools that try a metadata service then continue at once. */
  private List<String> forwarded(String chain) {
    List<String> rules = new ArrayList<>();
    for (String address : METADATA) {
      rules.add("-A %s -d %s -j REJECT".formatted(chain, address));
    }
    for (AllowedEndpoint allowed : network.allowed()) {
      rules.add(
          "-A %s -p tcp -m conntrack --ctstate DNAT --ctorigdst %s --ctorigdstport %d -j ACCEPT"
              .formatted(chain, allowed.address(), allowed.port()));
    }
    rules.add("-A %s %s".formatted(chain, PUBLISHED));
    for (EngineEndpoint engine : network.engines()) {
      rules.add(
          "-A %s -d %s -p tcp --dport %d -j REJECT"
              .formatted(chain, engine.address(), engine.port()));
    }
    return rules;
  }
}
