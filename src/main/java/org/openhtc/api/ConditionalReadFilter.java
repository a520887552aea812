package org.openhtc.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Spares a client what it has already: these reads carry an {@code ETag} and answer 304 to its
 * {@code If-None-Match}. They are named one by one, because all else, streams and secrets among it,
 * must be neither collected here nor kept by anybody; the security chain marks it {@code no-store}.
 */
@Component
@Order(FilterOrder.CONDITIONAL_READS)
class ConditionalReadFilter extends ShallowEtagHeaderFilter {
  private static final String TASK = "/htc/projects/{projectId}/tasks/{taskId}";

  private static final List<PathPattern> PATHS =
      Stream.of(
              "/htc/projects/{projectId}",
              TASK,
              TASK + "/summary-statistics",
              TASK + "/group-summary-statistics",
              TASK + "/jobs/{jobId:[^:]+:\\d+}",
              "/openapi.yaml",
              "/q/openapi",
              "/htc/regions",
              "/htc/regions/{region}")
          .map(PathPatternParser.defaultInstance::parse)
          .toList();

  /** Kept by the client alone, and asked for again each time. */
  private static final String KEPT = "private, no-cache";

  ConditionalReadFilter() {
    // The same content may go out compressed or not.
    setWriteWeakETag(true);
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    PathContainer path = ApiPath.parsed(ApiPath.of(request));
    return !request.getMethod().equals("GET")
        || PATHS.stream().noneMatch(pattern -> pattern.matches(path));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader(HttpHeaders.CACHE_CONTROL, KEPT);
    super.doFilterInternal(request, response, chain);
  }
}
