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

  /** How the service responds to a request. */
  private interface Service {
    void respond(HttpServletResponse response) throws IOException;
  }

  @AfterEach
  void discardDeviations() {
    DocumentedResponses.take();
  }

  @Test
  void deviatingBodyIsReportedAndSentUnchanged() throws Exception {
    serve(to -> write(to, 404, "application/json", "{\"message\":\"no\"}"));
    assertThat(deviations())
        .singleElement()
        .asString()
        .contains("GET /api/v1/htc/projects/p/tasks responds with 404", "errorType");
    assertThat(response.getContentAsString()).isEqualTo("{\"message\":\"no\"}");
  }

  @Test
  void describedResponsePassesByStreamAndByWriter() throws Exception {
    serve(to -> write(to, 404, "application/json", ERROR));
    serve(to -> {
      to.setStatus(404);
      to.setContentType("application/json");
      to.getWriter().write(ERROR);
    });
    assertThat(deviations()).isEmpty();
  }

  @Test
  void streamIsCheckedAtItsBeginningAndSentWithoutDelay() throws Exception {
    serve(to -> {
      write(to, 200, "text/event-stream", "data: 1\n\n");
      assertThat(response.getContentAsString()).isEqualTo("data: 1\n\n");
      assertThat(deviations())
          .singleElement()
          .asString()
          .contains("the media type of listTasks is not 'text/event-stream'");
      to.getOutputStream().write(1);
    });
    assertThat(deviations()).isEmpty();
  }

  @Test
  void forwardedErrorIsCheckedForItsOriginalRequest() throws Exception {
    serve(to -> to.sendError(404));
    assertThat(deviations()).isEmpty();
    request.setRequestURI("/error");
    request.setDispatcherType(DispatcherType.ERROR);
    request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/api/v1/htc/projects/p/tasks");
    request.setAttribute(RequestDispatcher.ERROR_METHOD, "TRACE");
    MockHttpServletResponse page = new MockHttpServletResponse();
    serve(page, to -> write(to, 404, "text/html", "<p>"));
    assertThat(deviations())
        .singleElement()
        .asString()
        .contains("TRACE /api/v1/htc/projects/p/tasks responds with 404", "is not 'text/html'");
  }

  @Test
  void deviationFailsTheTestOnce() throws Exception {
    serve(to -> write(to, 418, "application/json", ERROR));
    DocumentedResponses extension = new DocumentedResponses();
    assertThatThrownBy(extension::failOnDeviations)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("listTasks does not have this status");
    extension.failOnDeviations();
  }

  private static List<Throwable> deviations() {
    return DocumentedResponses.take();
  }

  private void serve(Service service) throws IOException, ServletException {
    serve(response, service);
  }

  private void serve(MockHttpServletResponse to, Service service)
      throws IOException, ServletException {
    new ResponseCheckFilter()
        .doFilter(
            request, to, (received, wrapped) -> service.respond((HttpServletResponse) wrapped));
  }

  private static void write(HttpServletResponse to, int status, String type, String body)
      throws IOException {
    to.setStatus(status);
    to.setContentType(type);
    to.getOutputStream().print(body);
  }
}
