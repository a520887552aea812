package org.openhtc.auth;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Issues tokens without keys, and records the requests. */
public final class FakeJobTokens extends JobTokens {
  private final List<JobTokenRequest> requests = new ArrayList<>();

  @SuppressWarnings("NullAway") // The superclass is not used.
  public FakeJobTokens() {
    super(null, null, null, Clock.systemUTC());
  }

  @Override
  public JobTokenPair issue(JobTokenRequest request) {
    requests.add(request);
    return new JobTokenPair("bearer token", "refresh token");
  }

  public List<JobTokenRequest> requests() {
    return List.copyOf(requests);
  }
}
