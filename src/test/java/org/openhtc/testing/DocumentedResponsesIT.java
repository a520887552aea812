package org.openhtc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The filter in the service also checks responses to clients that check nothing. */
@ServiceTest
class DocumentedResponsesIT {
  @LocalServerPort int port;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping mapping;

  @Test
  void responseThatIsNotDescribedFailsTheTest() {
    ApiClient client = ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
    try (TemporaryEndpoint endpoint =
        new TemporaryEndpoint(mapping, RequestMethod.GET, "/undescribed", () -> "text")) {
      assertThat(client.status("/undescribed")).isEqualTo(200);
    }
    List<Throwable> deviations =
        await().until(DocumentedResponses::take, taken -> !taken.isEmpty());
    assertThat(deviations)
        .singleElement()
        .asString()
        .contains("GET /api/v1/undescribed responds with 200", "the path is not described");
  }

  @Test
  void describedResponsesPass() {
    ApiClient client = ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
    assertThat(client.status("/htc/regions")).isEqualTo(200);
    assertThat(client.status("/htc/projects/none")).isEqualTo(404);
    assertThat(DocumentedResponses.take()).isEmpty();
  }
}
