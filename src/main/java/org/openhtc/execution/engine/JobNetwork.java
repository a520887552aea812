package org.openhtc.execution.engine;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openhtc.execution.ContainerLabels;

/**
 * The network that the jobs of one installation share on a host without reaching each other.
 *
 * @param installation identity of the installation, at least 8 characters
 * @param doors what jobs may reach on their own host; nothing else
 */
public record JobNetwork(String installation, List<AllowedEndpoint> doors) {
  /** What containers give as their network mode. */
  public String name() {
    return "openhtc-" + tag();
  }

  /** Name of the bridge on the host, for its firewall rules; the kernel takes 15 characters. */
  public String bridge() {
    return "htc-" + tag();
  }

  /** Beginning of the names of the firewall's chains; iptables takes 28 characters. */
  public String chain() {
    return "OPENHTC-" + tag().toUpperCase(Locale.ROOT);
  }

  public Map<String, String> labels() {
    return Map.of(ContainerLabels.INSTALLATION, installation);
  }

  private String tag() {
    return installation.substring(0, 8);
  }
}
