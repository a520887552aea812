package org.openhtc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ResponseCheckFilterTest {
  private static final String ERROR =
      """
      {"error":"NotFound","errorDescription":"There is none.","errorType":"NotFound"}\
      """;

  private final MockHttpServletRequest request =
      new MockHttpServletRequest("GET", "/api/v1/htc/projects/p/tasks");
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  /** The service's reaction to a request. */
  private interface Service {
    void respond(HttpServletResponse response) throws IOException;
  }

  @AfterEach
  void forget() {
    ResponsesAsDescribed.take();
  }

  @Test
  void wrongBodyIsComplainedAboutAndSentAllTheSame() throws Exception {
    watch(to -> write(to, 404, "application/json", "{\"message\":\"no\"}"));
    assertThat(complaints())
        .singleElement()
        .asString()
        .contains("GET /api/v1/htc/projects/p/tasks returns 404", "errorType");
    assertThat(response.getContentAsString()).isEqualTo("{\"message\":\"no\"}");
  }

  @Test
  void describedResponsePassesHoweverItIsWritten() throws Exception {
    watch(to -> write(to, 404, "application/json", ERROR));
    watch(to -> {
      to.setStatus(404);
      to.setContentType("application/json");
      to.getWriter().write(ERROR);
    });
    assertThat(complaints()).isEmpty();
  }

  @Test
  void streamIsHeldWhenItBeginsAndSentOnAsItComes() throws Exception {
    watch(to -> {
      write(to, 200, "text/event-stream", "data: 1\n\n");
      assertThat(response.getContentAsString()).isEqualTo("data: 1\n\n");
      assertThat(complaints())
          .singleElement()
          .asString()
          .contains("listTasks has not the type 'text/event-stream'");
      to.getOutputStream().write(1);
    });
    assertThat(complaints()).isEmpty();
  }

  @Test
  void errorIsHeldWhereTheServerWritesIt() throws Exception {
    watch(to -> to.sendError(404));
    assertThat(complaints()).isEmpty();
    request.setRequestURI("/error");
    request.setDispatcherType(DispatcherType.ERROR);
    request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/api/v1/htc/projects/p/tasks");
    request.setAttribute(RequestDispatcher.ERROR_METHOD, "TRACE");
    MockHttpServletResponse page = new MockHttpServletResponse();
    watch(page, to -> write(to, 404, "text/html", "<p>"));
    assertThat(complaints())
        .singleElement()
        .asString()
        .contains("TRACE /api/v1/htc/projects/p/tasks returns 404", "the type 'text/html'");
  }

  @Test
  void complaintFailsTheTestOnce() throws Exception {
    watch(to -> write(to, 418, "application/json", ERROR));
    ResponsesAsDescribed extension = new ResponsesAsDescribed();
    assertThatThrownBy(extension::failOnDifferences)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("listTasks does not return this status");
    extension.failOnDifferences();
  }

  private static List<Throwable> complaints() {
    return ResponsesAsDescribed.take();
  }

  private void watch(Service service) throws IOException, ServletException {
    watch(response, service);
  }

  private void watch(MockHttpServletResponse to, Service service)
      throws IOException, ServletException {
    new ResponseCheckFilter()
        .doFilter(
            request, to, (received, response) -> service.respond((HttpServletResponse) response));
  }

  private static void write(HttpServletResponse to, int status, String type, String body)
      throws IOException {
    to.setStatus(status);
    to.setContentType(type);
    to.getOutputStream().print(body);
  }
}
