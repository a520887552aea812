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

/** Refuses requests of a user, or of a job, that come too fast. Jobs do not use up their user's. */
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
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    Optional<Duration> wait =
        who != null && who.getPrincipal() instanceof Caller caller
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
    return "More than %d requests came within a minute, and more than %d at once."
        .formatted(settings.requestsPerMinute(), settings.burst());
  }
}
