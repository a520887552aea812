package org.openhtc.project;

import java.util.List;
import org.openhtc.host.Host;
import org.openhtc.host.published.ComputeEnvironment;
import org.openhtc.region.JobPriority;

/** The restriction of a project's jobs. A project without restrictions has no rule. */
public record DimensionRule(List<Dimension> dimensions) {

  public DimensionRule {
    dimensions = List.copyOf(dimensions);
  }

  /** Whether jobs of the project with that priority may run on the host. */
  public boolean allows(Host host, JobPriority priority) {
    ComputeEnvironment actual = ComputeEnvironment.of(host, priority);
    return dimensions.stream().anyMatch(dimension -> dimension.matches(actual));
  }
}
