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
import org.openhtc.host.published.ComputeEnvironment;
import org.openhtc.host.published.ComputeEnvironments;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads and changes the restrictions of projects. */
@Component
public class ProjectDimensions {
  private final DimensionStore store;
  private final ComputeEnvironments environments;

  ProjectDimensions(DimensionStore store, ComputeEnvironments environments) {
    this.store = store;
    this.environments = environments;
  }

  /** The rules of the given projects; projects without restrictions are absent. */
  public Map<UUID, DimensionRule> of(Collection<UUID> projects) {
    return store.of(projects).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> new DimensionRule(e.getValue())));
  }

  /** The dimensions in the order in which they were set; empty if the project has none. */
  List<Dimension> of(UUID project) {
    return store.of(List.of(project)).getOrDefault(project, List.of());
  }

  /**
   * Replaces the restrictions of the project. An empty list removes them.
   *
   * @throws ApiException 400 when a combination matches no environment of the workspace
   */
  @Transactional
  List<Dimension> set(UUID project, List<@Nullable Dimension> requested) {
    List<Dimension> dimensions = checked(requested);
    store.replace(project, dimensions);
    return dimensions;
  }

  /** Checks the dimensions and removes duplicates. */
  private List<Dimension> checked(List<@Nullable Dimension> requested) {
    List<ComputeEnvironment> available = environments.all();
    Set<Dimension> checked = new LinkedHashSet<>();
    for (int i = 0; i < requested.size(); i++) {
      Dimension dimension = requested.get(i);
      if (dimension == null) {
        throw ApiException.invalid("[%d] is null.".formatted(i));
      }
      if (available.stream().noneMatch(dimension::matches)) {
        throw ApiException.invalid(
            "[%d] (%s) matches no dimension of the workspace."
                .formatted(i, dimension.description()));
      }
      checked.add(dimension);
    }
    return new ArrayList<>(checked);
  }
}
