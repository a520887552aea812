package org.openhtc.body;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiPath;
import org.openhtc.api.Caller;
import org.openhtc.api.ErrorCode;
import org.openhtc.api.ErrorWriter;
import org.openhtc.api.FilterOrder;
import org.openhtc.memory.MemoryBudget;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Limits the size of each body: by its declared length before anything is read, and otherwise while
 * it is read. A large body takes a part of the memory budget until its request ends.
 */
@Component
@Order(FilterOrder.BODY_LIMIT)
class BodyLimitFilter extends OncePerRequestFilter {
  private static final PathPattern SUBMISSION =
      PathPatternParser.defaultInstance.parse(
          "/htc/projects/{projectId}/tasks/{taskId}/jobs/batch");

  /** Parsed values and the response need about this many times the memory of their JSON. */
  private static final int MEMORY_FACTOR = 4;

  private final ErrorWriter errors;
  private final MemoryBudget budget;
  private final BodyLimits submission;
  private final BodyLimits other;

  BodyLimitFilter(ErrorWriter errors, MemoryBudget budget, BodySettings settings) {
    this.errors = errors;
    this.budget = budget;
    long small = settings.other().toBytes();
    this.submission = new BodyLimits(settings.submission().toBytes(), small);
    this.other = new BodyLimits(small, small);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    BodyLimits limits =
        SUBMISSION.matches(ApiPath.parsed(ApiPath.of(request))) ? submission : other;
    if (request.getContentLengthLong() > limits.max()) {
      errors.write(response, ErrorCode.PAYLOAD_TOO_LARGE, limits.sentence());
      return;
    }
    LimitedRequest limited = new LimitedRequest(request, limits);
    try {
      chain.doFilter(limited, response);
    } finally {
      limited.end();
    }
  }

  private final class LimitedRequest extends HttpServletRequestWrapper {
    private final BodyLimits limits;
    private @Nullable ServletInputStream body;
    private MemoryBudget.@Nullable Lease lease;

    LimitedRequest(HttpServletRequest request, BodyLimits limits) {
      super(request);
      this.limits = limits;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      if (body == null) {
        body = new BoundedBody(super.getInputStream(), limits, System::nanoTime, this::reserve);
      }
      return body;
    }

    /** Called while the body is read: the caller is authenticated by then. */
    private void reserve() {
      Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
      if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
        long declared = getContentLengthLong();
        long bytes = declared < 0 ? limits.max() : declared;
        lease = budget.take(caller, bytes * MEMORY_FACTOR);
      }
    }

    void end() {
      if (lease != null) {
        lease.close();
      }
    }
  }
}
