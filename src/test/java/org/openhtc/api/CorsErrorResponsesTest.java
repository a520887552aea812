package org.openhtc.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.cors.CorsConfiguration;
import tools.jackson.databind.json.JsonMapper;

class CorsErrorResponsesTest {
  private static final String ORIGIN = "https://app.example.org";

  @Test
  void refusalOfARequestThatIsNoPreflightNamesItsMethod() throws IOException {
    CorsConfiguration allowed = new CorsConfiguration();
    allowed.setAllowedOrigins(List.of(ORIGIN));
    allowed.setAllowedMethods(List.of("GET"));
    MockHttpServletRequest request = new MockHttpServletRequest("OPTIONS", "/htc/projects");
    request.addHeader("Origin", ORIGIN);
    MockHttpServletResponse response = new MockHttpServletResponse();
    CorsErrorResponses processor = new CorsErrorResponses(new ErrorWriter(JsonMapper.shared()));
    assertThat(processor.processRequest(allowed, request, response)).isFalse();
    assertThat(response.getStatus()).isEqualTo(403);
    assertThat(response.getContentAsString()).contains("Pages may not send method 'OPTIONS'.");
  }
}
