package org.openhtc.project;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiException;
import org.openhtc.host.ComputeEnvironment;
import org.openhtc.host.ComputeEnvironments;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the jobs of projects are confined to. */
@Component
public class ProjectDimensions {
  private final DimensionStore store;
  private final ComputeEnvironments environments;

  ProjectDimensions(DimensionStore store, ComputeEnvironments environments) {
    this.store = store;
    this.environments = environments;
  }

  /** The rules of those projects; one that is not restricted is left out. */
  public Map<UUID, DimensionRule> of(Collection<UUID> projects) {
    return store.of(projects).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> new DimensionRule(e.getValue())));
  }

  /** In the order given; empty when the project is not restricted. */
  List<Dimension> of(UUID project) {
    return store.of(List.of(project)).getOrDefault(project, List.of());
  }

  /**
   * Confines the project to these combinations in place of those before; none lifts the
   * restriction.
   *
   * @throws ApiException 400 when a combination is not among the workspace's
   */
  @Transactional
  List<Dimension> set(UUID project, List<@Nullable Dimension> wanted) {
    List<Dimension> dimensions = checked(wanted);
    store.replace(project, dimensions);
    return dimensions;
  }

  /** Without repetition. */
  private List<Dimension> checked(List<@Nullable Dimension> wanted) {
    List<ComputeEnvironment> there = environments.all();
    Set<Dimension> checked = new LinkedHashSet<>();
    for (int i = 0; i < wanted.size(); i++) {
      Dimension dimension = wanted.get(i);
      if (dimension == null) {
        throw ApiException.invalid("[%d] is null.".formatted(i));
      }
      if (there.stream().noneMatch(dimension::matches)) {
        throw ApiException.invalid(
            "[%d] (%s) is none of the workspace's dimensions.".formatted(i, dimension.words()));
      }
      checked.add(dimension);
    }
    return new ArrayList<>(checked);
  }
}
