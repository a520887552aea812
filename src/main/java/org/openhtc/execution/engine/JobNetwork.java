package org.openhtc.execution.engine;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openhtc.execution.ContainerLabels;

/**
 * The network for the jobs of one installation on a host; jobs can't reach each other on it.
 *
 * @param installation identity of the installation, at least 8 characters
 * @param allowed the only endpoints that jobs may reach on their own host
 * @param engines endpoints that jobs may not reach on other hosts
 */
public record JobNetwork(
    String installation, List<AllowedEndpoint> allowed, List<EngineEndpoint> engines) {
  /** The network mode of containers. */
  public String name() {
    return "openhtc-" + tag();
  }

  /** Name of the bridge on the host, for its firewall rules; at most 15 characters. */
  public String bridge() {
    return "htc-" + tag();
  }

  /** Prefix of the names of the firewall's chains, which have at most 28 characters. */
  public String chain() {
    return "OPENHTC-" + tag().toUpperCase(Locale.ROOT);
  }

  /** By which the network is recognised as one of this installation. */
  public Map<String, String> labels() {
    return Map.of(ContainerLabels.INSTALLATION, installation);
  }

  private String tag() {
    return installation.substring(0, 8);
  }
}
