package org.openhtc.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.EventStreamReader;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.openhtc.workspace.Users;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A long response ends when the token of its request expires. */
@ServiceTest
class ExpiringTokenIT {
  /** Longer than it takes to open a stream. */
  private static final Duration LIFETIME = Duration.ofMinutes(2);

  @LocalServerPort int port;
  @Autowired TokenSigner signer;
  @Autowired Users users;
  @Autowired SettableClock clock;

  @Test
  void streamEndsWhenItsTokenExpires() {
    ApiClient admin = ApiClient.at(port).withKey(ServiceTest.ADMIN_KEY);
    TestTask task = TestTask.in(admin);
    String user = admin.get("/auth/token/whoami").text("sub");
    String brief = signer.sign(users.find(user).orElseThrow(), TokenUse.USER, Map.of(), LIFETIME);
    String stream = task.path + "/jobs/stream";
    try (EventStreamReader watcher = ApiClient.at(port).withToken(brief).events(stream)) {
      watcher.awaitEvents("summary", 1);
      clock.advance(LIFETIME);
      await().atMost(Timeouts.STEP).until(watcher::isOver);
      assertThat(watcher.events("summary")).hasSize(1);
    }
    assertThat(ApiClient.at(port).withToken(brief).get(stream).status()).isEqualTo(401);
  }
}
