package org.openhtc.ratelimit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.api.Caller.JobCaller;
import org.openhtc.api.Caller.UserCaller;
import org.openhtc.api.ErrorWriter;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Limits the rate of requests per user and per job. Requests of jobs do not count for the user. */
final class CallerRateFilter extends OncePerRequestFilter {
  private final Buckets buckets;
  private final RateLimitSettings settings;
  private final ErrorWriter errors;

  CallerRateFilter(Buckets buckets, RateLimitSettings settings, ErrorWriter errors) {
    this.buckets = buckets;
    this.settings = settings;
    this.errors = errors;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    Optional<Duration> wait =
        authentication != null && authentication.getPrincipal() instanceof Caller caller
            ? buckets.take(key(caller))
            : Optional.empty();
    if (wait.isPresent()) {
      errors.write(response, ApiException.tooManyRequests(sentence(), wait.get()));
    } else {
      chain.doFilter(request, response);
    }
  }

  private static String key(Caller caller) {
    return switch (caller) {
      case UserCaller user -> "user " + user.userId();
      case JobCaller job -> "job " + job.jobId();
    };
  }

  private String sentence() {
    return "The limit of %d requests per minute, and of %d requests at once, is exceeded."
        .formatted(settings.requestsPerMinute(), settings.burst());
  }
}
