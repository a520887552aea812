package org.openhtc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The filter in the service checks the responses to clients that check nothing. */
@ServiceTest
class ResponsesAsDescribedIT {
  @LocalServerPort int port;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mapping;

  @Test
  void responseThatIsNotDescribedFailsTheTest() {
    ApiClient client = ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
    try (TemporaryEndpoint endpoint =
        new TemporaryEndpoint(mapping, RequestMethod.GET, "/astray", () -> "text")) {
      assertThat(client.beginning("/astray")).isEqualTo(200);
    }
    assertThat(ResponsesAsDescribed.take())
        .singleElement()
        .asString()
        .contains("GET /api/v1/astray returns 200", "the path is not described");
  }

  @Test
  void responsesAsDescribedPass() {
    ApiClient client = ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
    assertThat(client.beginning("/htc/regions")).isEqualTo(200);
    assertThat(client.beginning("/htc/projects/none")).isEqualTo(404);
    assertThat(ResponsesAsDescribed.take()).isEmpty();
  }
}
