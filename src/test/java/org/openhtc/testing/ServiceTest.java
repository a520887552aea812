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
 * Starts the real service with its embedded parts on a free port, once for all tests that use this
 * annotation unchanged. The home directory is emptied before, and the engine, if there is one,
 * holds the image of {@link TestTask}'s definitions. A test fails that makes the service send a
 * response which {@code openapi.yaml} does not describe.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "openhtc.home=" + TestFork.DIRECTORY + "/" + ServiceTest.HOME,
      "openhtc.bootstrap-api-key=" + ServiceTest.ADMIN_KEY,
      "openhtc.hosts[0].name=local",
      "openhtc.hosts[0].endpoint=" + TestEngine.ADDRESS,
      "openhtc.hosts[0].vcpu-overcommit=4",
      "openhtc.http.allowed-origins=" + ServiceTest.ALLOWED_ORIGIN,
      "openhtc.execution.host-images=true",
      "openhtc.execution.stop-grace=2s",
      "openhtc.execution.disk-watch-interval=200ms",
      "openhtc.streams.heartbeat=500ms",
      "openhtc.retention.interval=1s",
      "openhtc.purge.interval=1s"
    })
@ContextConfiguration(initializers = FreshHome.class)
@ExtendWith({TestEngine.class, ResponsesAsDescribed.class})
public @interface ServiceTest {
  /** An origin whose pages may call the service from a browser. */
  String ALLOWED_ORIGIN = "https://app.example.org";

  /** The service's home is {@code TestFork.path(HOME)}. */
  String HOME = "service-test";

  String ADMIN_KEY = "test-administrator-key-0123456789abcdef";
}
