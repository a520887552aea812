package org.openhtc.job.timeline;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Role;
import org.openhtc.job.series.SeriesRange;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The attempts on hosts over time, for platform administrators. Hosts that were removed keep theirs
 * until the jobs are purged.
 */
@ApiController
class HostAttemptController {
  /** As many lanes as a page shows at once. */
  static final int MOST_HOSTS = 50;

  /** More than this on one lane cannot be distinguished. */
  static final int MOST_ATTEMPTS = 200;

  private final HostAttemptQueries queries;
  private final Clock clock;

  HostAttemptController(HostAttemptQueries queries, Clock clock) {
    this.queries = queries;
    this.clock = clock;
  }

  @GetMapping("/admin/host-attempts")
  HostAttempts list(
      Caller caller,
      @RequestParam("host") List<String> hosts,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to) {
    caller.require(Role.PLATFORM_ADMIN);
    List<String> chosen = hosts.stream().distinct().toList();
    if (chosen.isEmpty() || chosen.size() > MOST_HOSTS) {
      throw ApiException.invalid("host must name from 1 to %d hosts.".formatted(MOST_HOSTS));
    }
    SeriesRange range = SeriesRange.of(from, to, Optional.empty(), clock.instant());
    Map<String, List<HostAttempt>> found =
        queries.between(chosen, range.from(), range.to(), MOST_ATTEMPTS + 1);
    return new HostAttempts(
        range.from(),
        range.to(),
        chosen.stream().map(host -> Lane.of(host, found.getOrDefault(host, List.of()))).toList());
  }

  /**
   * @param to exclusive
   */
  record HostAttempts(Instant from, Instant to, List<Lane> hosts) {}

  /**
   * The attempts on one host.
   *
   * @param complete whether all attempts of the time are contained, else only the latest
   */
  record Lane(String name, boolean complete, List<HostAttempt> attempts) {
    static Lane of(String host, List<HostAttempt> found) {
      return new Lane(
          host,
          found.size() <= MOST_ATTEMPTS,
          found.subList(0, Math.min(found.size(), MOST_ATTEMPTS)));
    }
  }
}
