package org.openhtc.database;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Marks the threads of requests, whose statements use the pool for requests. All other threads do
 * the service's own work.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestThreadFilter extends OncePerRequestFilter {
  private static final ThreadLocal<Boolean> IS_REQUEST = ThreadLocal.withInitial(() -> false);

  static boolean isRequestThread() {
    return IS_REQUEST.get();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    IS_REQUEST.set(true);
    try {
      chain.doFilter(request, response);
    } finally {
      IS_REQUEST.remove();
    }
  }

  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }
}
