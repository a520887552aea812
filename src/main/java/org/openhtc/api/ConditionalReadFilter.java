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
 * Conditional reads: responses of these paths carry an {@code ETag}, and a matching {@code
 * If-None-Match} gets 304 without a body. The paths are listed one by one, because all other
 * responses, which include streams and secrets, must not be buffered here or stored by a cache; the
 * security chain marks them {@code no-store}.
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

  /** Only the client may store the response, and it must validate it before each use. */
  private static final String CACHE_CONTROL = "private, no-cache";

  ConditionalReadFilter() {
    // Weak, because the same content may be sent compressed or not.
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
    response.setHeader(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL);
    super.doFilterInternal(request, response, chain);
  }
}
