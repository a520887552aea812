package org.openhtc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The watch around the service sees what clients that check nothing are answered. */
@ServiceTest
class AnswersAsDescribedIT {
  @LocalServerPort int port;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mapping;

  @Test
  void answerThatIsNotDescribedFailsTheTest() {
    ApiClient client = ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
    try (TemporaryEndpoint endpoint =
        new TemporaryEndpoint(mapping, RequestMethod.GET, "/astray", () -> "text")) {
      assertThat(client.beginning("/astray")).isEqualTo(200);
    }
    assertThat(AnswersAsDescribed.take())
        .singleElement()
        .asString()
        .contains("GET /api/v1/astray answers 200", "the path is not described");
  }

  @Test
  void answersAsDescribedPass() {
    ApiClient client = ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
    assertThat(client.beginning("/htc/regions")).isEqualTo(200);
    assertThat(client.beginning("/htc/projects/none")).isEqualTo(404);
    assertThat(AnswersAsDescribed.take()).isEmpty();
  }
}
