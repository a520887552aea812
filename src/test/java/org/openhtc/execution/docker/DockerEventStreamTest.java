package org.openhtc.execution.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.EngineEvent;

class DockerEventStreamTest {
  private static final String DIED =
      """
      {"status":"die","id":"c1","from":"busybox","Type":"container","Action":"die","Actor":{"ID":"c1",\
      "Attributes":{"exitCode":"3","image":"busybox","org.openhtc.job":"0:1"}},"scope":"local",\
      "time":1795775577,"timeNano":1795775577123456789}
      """;

  @Test
  void eventHasExitCodeLabelsAndNanoseconds() throws IOException {
    EngineEvent.Ended ended = ended(DIED);
    assertThat(ended.containerId()).isEqualTo("c1");
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.labels()).containsEntry("org.openhtc.job", "0:1");
    assertThat(ended.at()).isEqualTo(Instant.ofEpochSecond(1795775577L, 123456789));
  }

  @Test
  void endWithoutExitCodeIsNoSuccess() throws IOException {
    EngineEvent.Ended ended = ended(DIED.replace("\"exitCode\":\"3\",", ""));
    assertThat(ended.exitCode()).isEqualTo(EngineEvent.Ended.UNKNOWN_EXIT_CODE).isNotZero();
  }

  @Test
  void signalToEndIsReported() throws IOException {
    String killed = DIED.replace("\"Action\":\"die\"", "\"Action\":\"kill\"");
    String exit = "\"exitCode\":\"3\"";
    assertThat(translated(killed.replace(exit, "\"signal\":\"15\"")))
        .isInstanceOf(EngineEvent.Signalled.class);
    assertThat(translated(killed.replace(exit, "\"signal\":\"10\""))).isNull();
  }

  @Test
  void otherEventsArePassedOver() throws IOException {
    assertThat(translated(DIED.replace("\"Action\":\"die\"", "\"Action\":\"exec_die\""))).isNull();
    assertThat(translated("{}")).isNull();
  }

  @Test
  void eventsFollowOneAnother() throws IOException {
    Iterator<EngineJson.Event> events =
        EngineJson.values(
            EngineJson.Event.class, new ByteArrayInputStream((DIED + DIED).getBytes(UTF_8)));
    events.next();
    assertThat(events.next().action()).isEqualTo("die");
    assertThat(events.hasNext()).isFalse();
  }

  private static EngineEvent.Ended ended(String json) throws IOException {
    return (EngineEvent.Ended) Objects.requireNonNull(translated(json));
  }

  private static @Nullable EngineEvent translated(String json) throws IOException {
    return DockerEventStream.translate(
        EngineJson.values(EngineJson.Event.class, new ByteArrayInputStream(json.getBytes(UTF_8)))
            .next());
  }
}
