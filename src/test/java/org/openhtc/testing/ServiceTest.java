package org.openhtc.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ContextConfiguration;

/**
 * Starts the whole service with its embedded servers on a free port, once for all tests that use
 * this annotation unchanged. Its home directory is empty at the start, and the engine, if there is
 * one, has the image of {@link TestTask}'s definitions. A test fails if it causes a response that
 * {@code openapi.yaml} does not describe.
 *
 * <p>A class declares what it needs as fields: {@code @Autowired TestTask} is a new task of a new
 * project, whose jobs are cancelled after the test; {@code @Autowired ApiClient} is a client with
 * the administrator's token.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "openhtc.home=" + TestFork.DIRECTORY + "/" + ServiceTest.HOME,
      "openhtc.bootstrap-api-key=" + ServiceTest.ADMIN_KEY,
      "openhtc.auth.metrics-token=" + ServiceTest.METRICS_TOKEN,
      "openhtc.hosts[0].name=local",
      "openhtc.hosts[0].endpoint=" + TestEngine.ADDRESS,
      "openhtc.hosts[0].vcpu-overcommit=4",
      "openhtc.http.allowed-origins=" + ServiceTest.ALLOWED_ORIGIN,
      "openhtc.http.trusted-proxies=127.0.0.1,0:0:0:0:0:0:0:1",
      "openhtc.execution.host-images=true",
      "openhtc.execution.stop-grace=2s",
      "openhtc.execution.disk-watch-interval=200ms",
      "openhtc.streams.heartbeat=500ms",
      "openhtc.retention.interval=1s",
      "openhtc.purge.interval=1s",
      "openhtc.series.interval=1s"
    })
@ContextConfiguration(initializers = FreshHome.class)
@ExtendWith({TestEngine.class, DocumentedResponses.class, CancelledTasks.class})
public @interface ServiceTest {
  /** The origin whose pages may call the service from a browser. */
  String ALLOWED_ORIGIN = "https://app.example.org";

  /** The home directory of the service is {@code TestFork.path(HOME)}. */
  String HOME = "service-test";

  String ADMIN_KEY = "test-administrator-key-0123456789abcdef";

  /** The token of a monitoring system. */
  String METRICS_TOKEN = "test-metrics-token-0123456789abcdef";
}
