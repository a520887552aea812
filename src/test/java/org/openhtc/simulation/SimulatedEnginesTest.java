package org.openhtc.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openhtc.simulation.fault.Fault;
import org.openhtc.simulation.fault.Operation;
import tools.jackson.databind.json.JsonMapper;

/** Faults, counts and control of simulated engines; the contract tests hold the rest. */
class SimulatedEnginesTest {
  private static final String JOB =
      """
      {"Image":"a:1","Cmd":["work"],"Labels":{"org.openhtc.job":"0:1"},
       "HostConfig":{"NetworkMode":"none"}}
      """;

  private final SimulatedEngines engines =
      SimulatedEngines.start(2, EngineSettings.holding("a:1").program(SimulatedProgram.runs()));
  private final SimulatedEngine engine = engines.engine(0);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.close();
    engines.close();
  }

  @Test
  void callsAndContainersAreCounted() throws Exception {
    String id = create("first");
    assertThat(post("/containers/" + id + "/start")).isEqualTo(204);
    assertThat(post("/containers/" + id + "/start")).isEqualTo(304);
    assertThat(engine.calls(Operation.START)).isEqualTo(2);
    assertThat(engines.calls(Operation.CREATE)).isEqualTo(1);
    assertThat(engines.engine(1).calls(Operation.CREATE)).isZero();
    assertThat(engine.running()).isEqualTo(1);
    engine.end("first", 3);
    assertThat(engine.running()).isZero();
    assertThat(engines.mostRunning()).isEqualTo(1);
    assertThat(engine.starts()).containsOnly(Map.entry("first", 1));
  }

  @Test
  void failedStartMayHaveStartedTheContainer() throws Exception {
    String id = create("started");
    engine.faults().next(1, Operation.START, Fault.FAIL_AFTER_EFFECT);
    assertThat(post("/containers/" + id + "/start")).isEqualTo(500);
    assertThat(engine.starts("started")).isEqualTo(1);
    assertThat(post("/containers/" + id + "/start")).isEqualTo(304);
  }

  @Test
  void failedStartMayHaveHadNoEffect() throws Exception {
    String id = create("waiting");
    engine.faults().next(1, Operation.START, Fault.FAIL);
    assertThat(post("/containers/" + id + "/start")).isEqualTo(500);
    assertThat(engine.starts("waiting")).isZero();
    engine.faults().every(Operation.START, Fault.CLOSE);
    assertThatThrownBy(() -> post("/containers/" + id + "/start")).isInstanceOf(IOException.class);
    engine.faults().end();
    assertThat(post("/containers/" + id + "/start")).isEqualTo(204);
  }

  @Test
  void otherCallsHaveResponsesWhileOneHangs() throws Exception {
    engine.faults().every(Operation.LIST, Fault.HANG);
    var list = client.sendAsync(request("/containers/json").build(), BodyHandlers.ofString());
    await().until(() -> engine.calls(Operation.LIST) == 1);
    assertThat(get("/_ping")).isEqualTo("OK");
    assertThat(list).isNotDone();
    engine.stop(true);
    await().until(list::isCompletedExceptionally);
  }

  @Test
  void restartedEngineHasItsAddressAndItsContainers() throws Exception {
    URI before = engine.endpoint();
    post("/containers/" + create("kept") + "/start");
    engine.stop(true);
    assertThatThrownBy(() -> get("/_ping")).isInstanceOf(IOException.class);
    engine.restart();
    assertThat(engine.endpoint()).isEqualTo(before);
    assertThat(get("/_ping")).isEqualTo("OK");
    assertThat(engine.running()).isEqualTo(1);
    engine.stop(false);
    assertThat(engine.running()).isZero();
    assertThat(engine.names()).containsExactly("kept");
  }

  @Test
  void clockOfAnEngineMayBeAhead() throws Exception {
    engine.faults().clockSkew(Duration.ofHours(1));
    String info = get("/info");
    String time = JsonMapper.shared().readTree(info).path("SystemTime").asString();
    assertThat(Instant.parse(time)).isAfter(Instant.now().plus(Duration.ofMinutes(59)));
  }

  @Test
  void benchmarksControlTheEnginesOverHttp() throws Exception {
    String control = engines.control().toString().replace("tcp:", "http:");
    String endpoints = send(HttpRequest.newBuilder(URI.create(control + "/engines"))).body();
    assertThat(endpoints).contains(engine.endpoint().toString());
    String fault = "/faults?engine=0&operation=INFO&fault=FAIL&calls=1";
    assertThat(send(HttpRequest.newBuilder(URI.create(control + fault))).statusCode())
        .isEqualTo(204);
    assertThat(send(request("/info")).statusCode()).isEqualTo(500);
    assertThat(send(request("/info")).statusCode()).isEqualTo(200);
    String counts = send(HttpRequest.newBuilder(URI.create(control + "/counts"))).body();
    assertThat(JsonMapper.shared().readTree(counts).path("calls").path("INFO").asInt())
        .isEqualTo(2);
  }

  @Test
  void programsOfCommandsCanBeDefined() throws Exception {
    engine.program(List.of("work"), SimulatedProgram.exits(7));
    String id = create("short");
    post("/containers/" + id + "/start");
    assertThat(send(request("/containers/" + id + "/wait").POST(BodyPublishers.noBody())).body())
        .contains("\"StatusCode\":7");
  }

  private String create(String name) throws Exception {
    HttpResponse<String> created =
        send(
            request("/containers/create?name=" + name)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JOB)));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    return JsonMapper.shared().readTree(created.body()).path("Id").asString();
  }

  private int post(String path) throws Exception {
    return send(request(path).POST(BodyPublishers.noBody())).statusCode();
  }

  private String get(String path) throws Exception {
    return send(request(path)).body();
  }

  private HttpRequest.Builder request(String path) {
    String address = engine.endpoint().toString().replace("tcp:", "http:");
    return HttpRequest.newBuilder(URI.create(address + "/v1.44" + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
