package org.openhtc.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest
class TokenIT {
  @LocalServerPort int port;
  ApiClient anonymous;

  @BeforeEach
  void client() {
    anonymous = ApiClient.at(port);
  }

  @Test
  void apiKeyBuysATokenForSixHours() {
    ApiResponse answer =
        anonymous.withAuthorization("Token " + ServiceTest.ADMIN_KEY).get("/auth/token");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(answer.body().path("expiresIn").asInt()).isEqualTo(21600);
    assertThat(answer.text("tokenValue").split("\\.")).hasSize(3);
  }
}
