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
import java.util.List;

/**
 * Compares every response of a service in this process with {@code openapi.yaml}, also those to
 * third-party clients, which check less. A deviation fails the test that runs at that time.
 */
final class ResponseCheckFilter implements Filter {
  /** The files of the two pages are not part of the API. */
  private static final List<String> FILES = List.of("/docs/", "/page/");

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest received = (HttpServletRequest) request;
    try (RecordedResponse recorded =
        new RecordedResponse((HttpServletResponse) response, r -> check(received, r))) {
      chain.doFilter(request, recorded);
      recorded.end();
    }
  }

  private static void check(HttpServletRequest request, RecordedResponse response) {
    // The server forwards a failure outside of the controllers as GET /error.
    boolean failed = request.getDispatcherType() == DispatcherType.ERROR;
    String method =
        failed ? attribute(request, RequestDispatcher.ERROR_METHOD) : request.getMethod();
    String path =
        failed ? attribute(request, RequestDispatcher.ERROR_REQUEST_URI) : request.getRequestURI();
    if (FILES.stream().anyMatch(path::startsWith) && response.getStatus() < 400) {
      return;
    }
    try {
      ResponseCheck.ofRepository().check(response.withRequest(method, path));
    } catch (AssertionError | RuntimeException deviation) {
      DocumentedResponses.add(deviation);
    }
  }

  private static String attribute(HttpServletRequest request, String name) {
    return String.valueOf(request.getAttribute(name));
  }
}
