package org.openhtc.testing;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Compares every response of a service in this process with {@code openapi.yaml}, for all clients,
 * including those that check nothing. A difference fails the test during which it occurred.
 */
final class ResponseCheckFilter implements Filter {
  /** The page that shows the document, and its scripts, are files and no part of the API. */
  private static final String FILES = "/docs/";

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest received = (HttpServletRequest) request;
    try (WatchedResponse watched =
        new WatchedResponse((HttpServletResponse) response, sent -> check(received, sent))) {
      chain.doFilter(request, watched);
      watched.end();
    }
  }

  private static void check(HttpServletRequest request, WatchedResponse response) {
    // Errors outside of the controllers are forwarded here as GET /error.
    boolean failed = request.getDispatcherType() == DispatcherType.ERROR;
    String method =
        failed ? attribute(request, RequestDispatcher.ERROR_METHOD) : request.getMethod();
    String path =
        failed ? attribute(request, RequestDispatcher.ERROR_REQUEST_URI) : request.getRequestURI();
    if (path.startsWith(FILES) && response.getStatus() < 400) {
      return;
    }
    try {
      ResponseCheck.ofRepository().check(response.received(method, path));
    } catch (AssertionError | RuntimeException difference) {
      ResponsesAsDescribed.report(difference);
    }
  }

  private static String attribute(HttpServletRequest request, String name) {
    return String.valueOf(request.getAttribute(name));
  }
}
