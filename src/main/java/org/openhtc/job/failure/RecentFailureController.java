package org.openhtc.job.failure;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.openhtc.api.ApiController;
import org.openhtc.api.Caller;
import org.springframework.web.bind.annotation.GetMapping;

/** What failed lately in the caller's workspace. */
@ApiController
class RecentFailureController {
  /** A day, so that the failures of a night are seen in the morning. */
  private static final Duration LATELY = Duration.ofDays(1);

  private static final int MOST = 20;

  private final RecentFailureQueries failures;
  private final Clock clock;

  RecentFailureController(RecentFailureQueries failures, Clock clock) {
    this.failures = failures;
    this.clock = clock;
  }

  @GetMapping("/htc/failures")
  RecentFailures list(Caller caller) {
    return new RecentFailures(
        failures.ofWorkspace(caller.workspaceId(), clock.instant().minus(LATELY), MOST));
  }

  record RecentFailures(List<RecentFailure> items) {}
}
