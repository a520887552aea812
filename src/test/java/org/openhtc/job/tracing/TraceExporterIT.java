package org.openhtc.job.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobReport;
import org.openhtc.job.JobWorld;
import org.openhtc.job.assignment.Assignments;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TraceExporterIT {
  private static final Instant START = Instant.now();

  @Autowired DataSource database;
  private final Queue<JsonNode> received = new ConcurrentLinkedQueue<>();
  private volatile int status = 200;
  private JobWorld world;
  private HttpServer collector;
  private TraceExporter exporter;

  @BeforeAll
  void startCollector() throws IOException {
    world = JobWorld.withOneConnection(database, "traces");
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/",
        exchange -> {
          JsonNode body = JsonMapper.shared().readTree(exchange.getRequestBody());
          if (status == 200) {
            received.add(body);
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    collector.start();
    exporter =
        new TraceExporter(
            world.bean(EndedJobQueries.class),
            world.bean(TracePositionStore.class),
            () ->
                world
                    .jdbc
                    .sql("select coalesce(max(ordinal), 0) from job_event")
                    .query(Long.class)
                    .single(),
            new TraceClient(JsonMapper.shared(), endpoint()));
  }

  @AfterAll
  void stopCollector() {
    collector.stop(0);
    world.close();
  }

  @BeforeEach
  void clear() {
    world.clear();
    world.jdbc.sql("delete from trace_position").update();
    received.clear();
    status = 200;
  }

  @Test
  void endedJobIsOneTraceWithItsAttempts() {
    exporter.portion();
    UUID batch = world.submit(1, 1);
    run(batch, 1, 3);
    run(batch, 2, 0);
    assertThat(exporter.portion()).isFalse();
    List<JsonNode> spans = spans();
    assertThat(spans)
        .extracting(span -> span.path("name").asString())
        .containsExactly(
            "job", "queue", "attempt", "start", "run", "queue", "attempt", "start", "run");
    JobId job = new JobId(batch, 0);
    assertThat(spans).allMatch(span -> span.path("traceId").asString().equals(TraceIds.trace(job)));
    JsonNode root = spans.getFirst();
    assertThat(root.has("parentSpanId")).isFalse();
    assertThat(root.at("/status/code").asInt()).isEqualTo(1);
    JsonNode second = spans.get(6);
    assertThat(second.path("parentSpanId")).isEqualTo(root.path("spanId"));
    assertThat(new TracingSettings(endpoint(), Duration.ofSeconds(1)).traceparent(job, 2))
        .contains("00-%s-%s-01".formatted(TraceIds.trace(job), second.path("spanId").asString()));
    assertThat(spans)
        .allMatch(span -> nanos(span, "startTimeUnixNano") <= nanos(span, "endTimeUnixNano"));
  }

  @Test
  void failureIsTheStatusOfItsTrace() {
    exporter.portion();
    run(world.submit(1, 0), 1, 3);
    exporter.portion();
    JsonNode root = spans().getFirst();
    assertThat(root.at("/status/code").asInt()).isEqualTo(2);
    assertThat(root.path("attributes").toString())
        .contains("error.type", "ErrorNonZeroContainerExitCode", "process.exit.code");
  }

  @Test
  void traceIsSentAgainUntilTheCollectorAcceptsIt() {
    exporter.portion();
    run(world.submit(1, 0), 1, 0);
    status = 503;
    assertThatThrownBy(exporter::portion)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("status 503");
    status = 200;
    exporter.portion();
    exporter.portion();
    assertThat(received).hasSize(1);
  }

  @Test
  void jobsThatEndedBeforeTracesWereSentAreLeftOut() {
    run(world.submit(1, 0), 1, 0);
    exporter.portion();
    assertThat(received).isEmpty();
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:%d/v1/traces".formatted(collector.getAddress().getPort()));
  }

  private List<JsonNode> spans() {
    assertThat(received).hasSize(1);
    return received.element().at("/resourceSpans/0/scopeSpans/0/spans").valueStream().toList();
  }

  private static long nanos(JsonNode span, String name) {
    return Long.parseLong(span.path(name).asString());
  }

  private void run(UUID batch, int attempt, int exitCode) {
    world.admit();
    assertThat(world.place(world.plan(1))).isEqualTo(1);
    List<JobReport> reports =
        Arrays.asList(
            new JobReport(new JobId(batch, 0), attempt, START, new JobEvent.ContainerStarted()),
            new JobReport(
                new JobId(batch, 0),
                attempt,
                START.plusSeconds(2),
                new JobEvent.Exited(exitCode, false)));
    assertThat(world.bean(Assignments.class).record(reports)).containsOnly(true);
  }
}
