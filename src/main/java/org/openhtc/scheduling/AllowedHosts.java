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

/** The hosts of a region that a project's jobs may use, if dimensions confine the project. */
final class AllowedHosts {
  /** No project is confined. */
  static final AllowedHosts ALL = new AllowedHosts(Set.of(), Map.of());

  private record Key(UUID project, JobPriority priority) {}

  private final Collection<Host> hosts;
  private final Map<UUID, DimensionRule> rules;
  private final Map<Key, Set<String>> cache = new HashMap<>();

  /**
   * @param rules of confined projects; the others may use every host
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
        || cache
            .computeIfAbsent(new Key(project, priority), key -> names(rule, priority))
            .contains(host);
  }

  private Set<String> names(DimensionRule rule, JobPriority priority) {
    return hosts.stream()
        .filter(host -> rule.allows(host, priority))
        .map(Host::name)
        .collect(Collectors.toSet());
  }
}
