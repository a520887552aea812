package org.openhtc.execution.attempt;

import static org.openhtc.execution.TestSettings.DEFAULTS;

import java.util.List;
import org.openhtc.auth.JobTokens;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.job.tracing.TracingSettings;
import org.openhtc.lease.Installation;
import org.openhtc.storage.JobStorage;

/** Makes objects of this package, whose constructors are package-private, for tests elsewhere. */
public final class AttemptParts {
  private AttemptParts() {}

  public static BatchSpecCache batchSpecs(Assignments assignments) {
    return new BatchSpecCache(assignments);
  }

  public static NetworkPolicy networkPolicy(Installation installation, JobStorage storage) {
    return networkPolicy(installation, storage, DEFAULTS);
  }

  public static NetworkPolicy networkPolicy(
      Installation installation, JobStorage storage, ExecutionSettings settings) {
    return new NetworkPolicy(installation, settings, storage, List::of);
  }

  public static ContainerSpecs containerSpecs(
      Installation installation, JobTokens tokens, JobStorage storage) {
    return new ContainerSpecs(
        installation,
        new JobEnvironment(tokens, storage, DEFAULTS, TracingSettings.OFF),
        DEFAULTS,
        networkPolicy(installation, storage));
  }
}
