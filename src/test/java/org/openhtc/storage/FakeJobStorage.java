package org.openhtc.storage;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Issues credentials without a store. */
public final class FakeJobStorage extends JobStorage {
  private final Set<String> issued = new LinkedHashSet<>();

  @SuppressWarnings("NullAway") // The superclass is not used.
  public FakeJobStorage() {
    super(null, null, null);
  }

  @Override
  public Map<String, String> environment(JobAttempt job, Duration lifetime) {
    issued.add(job.jobId() + "/" + job.attempt());
    return Map.of("AWS_ACCESS_KEY_ID", "key of attempt " + job.attempt());
  }

  @Override
  public @Nullable URI endpoint() {
    return null;
  }

  /** Attempts that got credentials, as {@code <batch>:<index>/<attempt>}. */
  public Set<String> issued() {
    return Set.copyOf(issued);
  }
}
