package org.openhtc.execution;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.job.JobId;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log lines about a job have its id, in the formats that docs/operations.md names. */
class StructuredLogTest {
  private static final AttemptId ATTEMPT = new AttemptId(new JobId(new UUID(0, 1), 17), 2);

  @ParameterizedTest
  @ValueSource(strings = {"ecs", "logstash"})
  void lineAboutAJobHasItsId(String format) {
    AtomicReference<JsonNode> line = new AtomicReference<>();
    ATTEMPT.logged(() -> line.set(encoded(format))).run();
    assertThat(line.get().path("jobId").asString()).isEqualTo(ATTEMPT.job().toString());
    assertThat(line.get().path("attempt").asString()).isEqualTo("2");
    assertThat(line.get().path("message").asString()).isEqualTo("a message");
  }

  @Test
  void otherLinesHaveNoJob() {
    ATTEMPT.logged(() -> {}).run();
    assertThat(MDC.get("jobId")).isNull();
    assertThat(encoded("ecs").has("jobId")).isFalse();
  }

  private static JsonNode encoded(String format) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    LoggerContext own = new LoggerContext();
    own.setMDCAdapter(context.getMDCAdapter());
    own.putObject(Environment.class.getName(), new MockEnvironment());
    StructuredLogEncoder encoder = new StructuredLogEncoder();
    encoder.setContext(own);
    encoder.setFormat(format);
    encoder.start();
    LoggingEvent event =
        new LoggingEvent("", own.getLogger("a.logger"), Level.INFO, "a message", null, null);
    return JsonMapper.shared().readTree(new String(encoder.encode(event), StandardCharsets.UTF_8));
  }
}
