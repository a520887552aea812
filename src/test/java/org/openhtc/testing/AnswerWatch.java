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
 * Holds every answer of a service in this process against {@code openapi.yaml}, whoever asked: the
 * clients of others, too, which check less. What is wrong fails the test that it happened in.
 */
final class AnswerWatch implements Filter {
  /** The page that shows the document, and its scripts, are files and no part of the API. */
  private static final String FILES = "/docs/";

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    try (WatchedResponse answer =
        new WatchedResponse((HttpServletResponse) response, known -> check(asked, known))) {
      chain.doFilter(request, answer);
      answer.end();
    }
  }

  private static void check(HttpServletRequest request, WatchedResponse response) {
    // What failed outside of the controllers comes here as GET /error.
    boolean failed = request.getDispatcherType() == DispatcherType.ERROR;
    String method = failed ? asked(request, RequestDispatcher.ERROR_METHOD) : request.getMethod();
    String path =
        failed ? asked(request, RequestDispatcher.ERROR_REQUEST_URI) : request.getRequestURI();
    if (path.startsWith(FILES) && response.getStatus() < 400) {
      return;
    }
    try {
      AnswerCheck.ofRepository().check(response.answer(method, path));
    } catch (AssertionError | RuntimeException wrong) {
      AnswersAsDescribed.complain(wrong);
    }
  }

  private static String asked(HttpServletRequest request, String attribute) {
    return String.valueOf(request.getAttribute(attribute));
  }
}
