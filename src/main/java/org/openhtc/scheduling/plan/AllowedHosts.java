package org.openhtc.scheduling.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openhtc.host.Host;
import org.openhtc.project.DimensionRule;
import org.openhtc.region.JobPriority;

/** The hosts of a region that a project's jobs may use, if it is restricted to some dimensions. */
public final class AllowedHosts {
  /** No project is restricted. */
  public static final AllowedHosts ALL = new AllowedHosts(Set.of(), Map.of());

  private record Key(DimensionRule rule, JobPriority priority) {}

  private final Collection<Host> hosts;
  private final Map<UUID, DimensionRule> rules;
  private final Map<Key, HostSet> cache = new HashMap<>();

  /**
   * @param rules of restricted projects; the others may use every host
   */
  public AllowedHosts(Collection<Host> hosts, Map<UUID, DimensionRule> rules) {
    this.hosts = hosts;
    this.rules = rules;
  }

  /** The same object for all projects with the same rule. */
  public HostSet of(UUID project, JobPriority priority) {
    DimensionRule rule = rules.get(project);
    return rule == null
        ? HostSet.ALL
        : cache.computeIfAbsent(new Key(rule, priority), this::hostsOf);
  }

  private HostSet hostsOf(Key key) {
    return HostSet.of(
        hosts.stream()
            .filter(host -> key.rule.allows(host, key.priority))
            .map(Host::name)
            .collect(Collectors.toSet()));
  }
}
