package org.openhtc.project;

import java.util.List;
import org.openhtc.host.ComputeEnvironment;
import org.openhtc.host.Host;
import org.openhtc.region.JobPriority;

/** What a project's jobs are confined to; a project that is not restricted has none. */
public record DimensionRule(List<Dimension> dimensions) {

  public DimensionRule {
    dimensions = List.copyOf(dimensions);
  }

  /** Whether the project's jobs of that priority may run on the host. */
  public boolean allows(Host host, JobPriority priority) {
    ComputeEnvironment real = ComputeEnvironment.of(host, priority);
    return dimensions.stream().anyMatch(dimension -> dimension.matches(real));
  }
}
