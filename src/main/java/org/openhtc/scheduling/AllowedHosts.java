package org.openhtc.scheduling;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openhtc.host.Host;
import org.openhtc.project.DimensionRule;
import org.openhtc.region.JobPriority;

/** Which of a region's hosts jobs may run on, by the dimensions that projects are confined to. */
final class AllowedHosts {
  /** No project is confined. */
  static final AllowedHosts ALL = new AllowedHosts(Set.of(), Map.of());

  private record Whose(UUID project, JobPriority priority) {}

  private final Collection<Host> hosts;
  private final Map<UUID, DimensionRule> rules;
  private final Map<Whose, Set<String>> known = new HashMap<>();

  /**
   * @param rules of confined projects; others may run anywhere
   */
  AllowedHosts(Collection<Host> hosts, Map<UUID, DimensionRule> rules) {
    this.hosts = hosts;
    this.rules = rules;
  }

  boolean confines(UUID project) {
    return rules.containsKey(project);
  }

  Set<UUID> confined() {
    return rules.keySet();
  }

  boolean allows(UUID project, JobPriority priority, String host) {
    DimensionRule rule = rules.get(project);
    return rule == null
        || known
            .computeIfAbsent(new Whose(project, priority), whose -> names(rule, priority))
            .contains(host);
  }

  private Set<String> names(DimensionRule rule, JobPriority priority) {
    return hosts.stream()
        .filter(host -> rule.allows(host, priority))
        .map(Host::name)
        .collect(Collectors.toSet());
  }
}
