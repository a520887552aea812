package org.openhtc.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.openhtc.testing.TestTask.script;

import com.github.dockerjava.api.DockerClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openhtc.api.Role;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.lease.Installation;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hosts that are registered by the API. Here they use the engine of the host {@code local} too,
 * which is allowed: each host only handles its own containers.
 */
@ServiceTest
class HostAdminIT {
  private static final String REGION = "RC_ICELAND_1";

  @LocalServerPort int port;
  @Autowired Tenants tenants;
  @Autowired Installation installation;

  @Autowired ApiClient admin;
  String name;
  String path;

  @BeforeEach
  void connectAsAdministrator() {
    name = "h-" + UUID.randomUUID();
    path = "/admin/hosts/" + name;
  }

  @AfterEach
  void restore() {
    admin.post("/admin/hosts/local/resume", "");
    await()
        .atMost(Timeouts.STEP)
        .until(() -> List.of(204, 404).contains(admin.delete(path).status()));
    admin.put("/admin/regions/" + REGION, "{\"enabled\":false}");
  }

  @Test
  void responseContainsAllPropertiesOfARegisteredHost() {
    ApiResponse created =
        register(
            Map.of(
                "endpoint",
                "tcp://127.0.0.1:1",
                "tlsDirectory",
                "/nowhere",
                "reserveVcpus",
                2,
                "reserveMemoryMib",
                512,
                "vcpuOvercommit",
                1.5));
    assertThat(created.status()).as(created.sentence()).isEqualTo(201);
    JsonNode host = created.body();
    assertThat(host.path("name").asString()).isEqualTo(name);
    assertThat(host.path("region").asString()).isEqualTo(REGION);
    assertThat(host.path("source").asString()).isEqualTo("API");
    assertThat(host.path("endpoint").asString()).isEqualTo("tcp://127.0.0.1:1");
    assertThat(host.path("tlsDirectory").asString()).isEqualTo("/nowhere");
    assertThat(host.path("reserveVcpus").asInt()).isEqualTo(2);
    assertThat(host.path("reserveMemoryMib").asInt()).isEqualTo(512);
    assertThat(host.path("vcpuOvercommit").asDouble()).isEqualTo(1.5);
    assertThat(host.path("duty").asString()).isEqualTo("WORKING");
    assertThat(host.path("takesJobs").asBoolean(true)).isFalse();
    assertThat(host.has("machine")).isFalse();
    await()
        .atMost(Timeouts.STEP)
        .until(() -> admin.get(path).text("healthReason").contains("/nowhere/ca.pem"));
    assertThat(admin.get(path).text("health")).isEqualTo("UNREACHABLE");
    assertThat(names()).contains(name, "local");
  }

  @Test
  void registeredHostIsMeasuredAndItsRegionEnabled() {
    assertThat(region().path("supportedArchitectures")).isEmpty();
    register(Map.of());
    awaitReady();
    JsonNode machine = admin.get(path).body().path("machine");
    assertThat(machine.path("machineType").asString()).startsWith("docker-x86-");
    assertThat(machine.path("vCPUs").asInt()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(region().path("enabled").asBoolean()).isTrue();
    assertThat(region().path("supportedArchitectures").toString()).isEqualTo("[\"X86\"]");
    assertThat(admin.get("/htc/workspaces/default/dimensions").body().toString()).contains(REGION);
    assertThat(admin.delete(path).status()).isEqualTo(204);
    assertThat(admin.get(path).status()).isEqualTo(404);
    assertThat(names()).doesNotContain(name);
    assertThat(region().path("enabled").asBoolean()).isTrue();
    assertThat(region().path("supportedArchitectures")).isEmpty();
    assertThat(admin.get("/htc/workspaces/default/dimensions").body().toString())
        .doesNotContain(REGION);
  }

  @Test
  void removedHostCanBeRegisteredAgain() {
    register(Map.of());
    awaitReady();
    assertThat(register(Map.of()).status()).isEqualTo(409);
    assertThat(admin.delete(path).status()).isEqualTo(204);
    assertThat(register(Map.of("reserveVcpus", 1)).status()).isEqualTo(201);
    awaitReady();
    assertThat(admin.get(path).body().path("reserveVcpus").asInt()).isEqualTo(1);
  }

  @Test
  void hostWithJobsIsNeitherRemovedNorMoved() {
    TestImages.busybox(URI.create(TestEngine.ADDRESS));
    register(Map.of());
    awaitReady();
    TestTask task = TestTask.in(admin);
    Map<String, Object> batch =
        Map.of("batchSize", 1, "regions", List.of(REGION), "htcJobDefinition", script("sleep 300"));
    ApiResponse submitted = task.post("", List.of(batch));
    String id = submitted.body().path(0).path("parentJobId").asString();
    JsonNode job = task.awaitStatus(id, 0, "RUNNING");
    assertThat(job.path("instanceId").asString()).isEqualTo(name);
    assertThat(admin.get(path).body().path("liveJobs").asInt()).isEqualTo(1);
    ApiResponse refused = admin.delete(path);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.sentence()).contains(name, "1 live jobs", "drain");
    assertThat(change("{\"endpoint\":\"tcp://127.0.0.1:1\"}").status()).isEqualTo(409);
    assertThat(change("{\"region\":\"AWS_US_EAST_2\"}").status()).isEqualTo(409);
    assertThat(change("{\"reserveMemoryMib\":2000}").status()).isEqualTo(200);
    task.cancel();
    task.awaitStatus(id, 0, "FAILED");
  }

  @Test
  void changesTakeEffectAndOtherPropertiesRemain() {
    register(Map.of("endpoint", "unix:///tmp/openhtc-no-engine.sock", "reserveVcpus", 1));
    assertThat(change("{\"endpoint\":\"%s\"}".formatted(TestEngine.ADDRESS)).status())
        .isEqualTo(200);
    awaitReady();
    ApiResponse changed = change("{\"vcpuOvercommit\":2,\"region\":\"AWS_US_EAST_2\"}");
    assertThat(changed.body().path("vcpuOvercommit").asDouble()).isEqualTo(2);
    assertThat(changed.body().path("reserveVcpus").asInt()).isEqualTo(1);
    assertThat(admin.get("/htc/regions/AWS_US_EAST_2").body().path("enabled").asBoolean()).isTrue();
    admin.put("/admin/regions/AWS_US_EAST_2", "{\"enabled\":false}");
  }

  @Test
  void movedHostTakesNoJobsBeforeItsNewEngineIsContacted() {
    register(Map.of());
    awaitReady();
    ApiResponse moved = change("{\"endpoint\":\"tcp://127.0.0.1:1\"}");
    assertThat(moved.status()).as(moved.sentence()).isEqualTo(200);
    assertThat(moved.body().path("takesJobs").asBoolean(true)).isFalse();
    assertThat(moved.text("health")).isEqualTo("UNREACHABLE");
    assertThat(moved.text("healthReason")).isEqualTo("not contacted yet");
    assertThat(moved.body().has("machine")).isFalse();
  }

  @Test
  void hostWhoseEngineHasContainersIsNeitherMovedNorRemoved() throws Exception {
    TestImages.busybox(URI.create(TestEngine.ADDRESS));
    register(Map.of());
    awaitReady();
    try (DockerClient docker = TestImages.client(URI.create(TestEngine.ADDRESS))) {
      String container =
          docker
              .createContainerCmd(TestImages.BUSYBOX)
              .withLabels(
                  Map.of(
                      ContainerLabels.INSTALLATION, installation.id(), ContainerLabels.HOST, name))
              .exec()
              .getId();
      try {
        for (ApiResponse refused :
            List.of(change("{\"endpoint\":\"tcp://127.0.0.1:1\"}"), admin.delete(path))) {
          assertThat(refused.status()).isEqualTo(409);
          assertThat(refused.sentence()).contains(name, "1 containers");
        }
        assertThat(change("{\"vcpuOvercommit\":2,\"region\":\"AWS_US_EAST_2\"}").status())
            .isEqualTo(200);
      } finally {
        docker.removeContainerCmd(container).exec();
      }
    }
    assertThat(change("{\"endpoint\":\"tcp://127.0.0.1:1\"}").status()).isEqualTo(200);
  }

  @Test
  void hostWithInvalidCertificatesReportsThemAndCanBeRemoved(@TempDir Path invalid)
      throws Exception {
    for (String file : List.of("ca.pem", "cert.pem", "key.pem")) {
      Files.writeString(invalid.resolve(file), "invalid");
    }
    register(Map.of("endpoint", "tcp://127.0.0.1:1", "tlsDirectory", invalid.toString()));
    assertThat(admin.delete(path).status()).isEqualTo(204);
    register(Map.of("endpoint", "tcp://127.0.0.1:1", "tlsDirectory", invalid.toString()));
    await()
        .atMost(Timeouts.STEP)
        .until(() -> admin.get(path).text("healthReason").contains("TLS files in " + invalid));
  }

  @Test
  void changeEnablesARegionOnlyWhenTheHostMovesThere() {
    register(Map.of("endpoint", "tcp://127.0.0.1:1"));
    admin.put("/admin/regions/" + REGION, "{\"enabled\":false}");
    assertThat(change("{\"reserveVcpus\":1,\"region\":\"%s\"}".formatted(REGION)).status())
        .isEqualTo(200);
    assertThat(region().path("enabled").asBoolean(true)).isFalse();
    change("{\"region\":\"AWS_US_EAST_2\"}");
    assertThat(change("{\"region\":\"%s\"}".formatted(REGION)).status()).isEqualTo(200);
    assertThat(region().path("enabled").asBoolean()).isTrue();
    admin.put("/admin/regions/AWS_US_EAST_2", "{\"enabled\":false}");
  }

  @Test
  void quarantineByAnAdministratorLastsUntilResumed() {
    register(Map.of());
    awaitReady();
    ApiResponse quarantined = admin.post(path + "/quarantine", "{\"reason\":\"bad memory\"}");
    assertThat(quarantined.status()).isEqualTo(200);
    assertThat(quarantined.text("duty")).isEqualTo("QUARANTINED");
    assertThat(quarantined.text("dutyReason")).isEqualTo("bad memory");
    assertThat(quarantined.text("dutySince")).isNotEmpty();
    assertThat(quarantined.body().path("takesJobs").asBoolean(true)).isFalse();
    assertThat(quarantined.text("health")).isEqualTo("READY");
    ApiResponse resumed = admin.post(path + "/resume", "");
    assertThat(resumed.status()).isEqualTo(200);
    assertThat(resumed.text("duty")).isEqualTo("WORKING");
    assertThat(resumed.body().has("dutyReason")).isFalse();
    assertThat(resumed.body().path("takesJobs").asBoolean()).isTrue();
  }

  @Test
  void hostOfTheSettingsIsDrainedButNeitherChangedNorRemoved() {
    String local = "/admin/hosts/local";
    assertThat(admin.get(local).text("source")).isEqualTo("SETTINGS");
    assertThat(admin.post(local + "/drain", "").text("duty")).isEqualTo("DRAINED");
    assertThat(admin.post(local + "/drain", "").status()).isEqualTo(200);
    ApiResponse refused = admin.delete(local);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.sentence()).contains("local", "settings");
    assertThat(admin.patch(local, "{\"reserveVcpus\":1}").status()).isEqualTo(409);
    assertThat(admin.post(local + "/resume", "").text("duty")).isEqualTo("WORKING");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                            | endpoint is missing
          {"endpoint":7}                                | endpoint
          {"endpoint":"http://a:1"}                     | endpoint 'http://a:1'
          {"endpoint":"tcp://a"}                        | endpoint 'tcp://a'
          {"endpoint":"tcp://u:p@a:1"}                  | endpoint
          {"endpoint":"unix:relative"}                  | endpoint 'unix:relative'
          {"endpoint":"a b"}                            | endpoint 'a b'
          {"endpoint":"tcp://a:1","name":"-"}           | name '-'
          {"endpoint":"tcp://a:1","region":"MOON_1"}    | region 'MOON_1'
          {"endpoint":"tcp://a:1","region":null}        | region is missing
          {"endpoint":"tcp://a:1","tlsDirectory":"tls"} | tlsDirectory 'tls'
          {"endpoint":"unix:///a","tlsDirectory":"/t"}  | tlsDirectory '/t'
          {"endpoint":"tcp://a:1","reserveVcpus":-1}    | reserveVcpus '-1'
          {"endpoint":"tcp://a:1","reserveMemoryMib":-1}| reserveMemoryMib '-1'
          {"endpoint":"tcp://a:1","vcpuOvercommit":0}   | vcpuOvercommit '0.0'
          {"endpoint":"tcp://a:1","vcpuOvercommit":99}  | vcpuOvercommit '99.0'
          """)
  void errorNamesTheInvalidMember(String members, String quoted) {
    Map<String, Object> host = new java.util.HashMap<>(Map.of("name", name, "region", REGION));
    JsonMapper.shared()
        .readTree(members)
        .properties()
        .forEach(member -> host.put(member.getKey(), member.getValue()));
    ApiResponse refused = admin.post("/admin/hosts", JsonMapper.shared().writeValueAsString(host));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.sentence()).contains(quoted).doesNotContain("org.openhtc", "java.");
    assertThat(names()).doesNotContain(name, "-");
  }

  @Test
  void quarantineNeedsAReason() {
    register(Map.of("endpoint", "tcp://127.0.0.1:1"));
    assertThat(admin.post(path + "/quarantine", "{}").sentence()).contains("reason");
    assertThat(admin.post(path + "/quarantine", "{\"reason\":\" \"}").status()).isEqualTo(400);
    assertThat(admin.get(path).text("duty")).isEqualTo("WORKING");
  }

  @Test
  void unknownHostIsNotFound() {
    assertThat(admin.get(path).status()).isEqualTo(404);
    assertThat(change("{}").status()).isEqualTo(404);
    assertThat(admin.delete(path).status()).isEqualTo(404);
    for (String action : List.of("drain", "resume")) {
      assertThat(admin.post(path + "/" + action, "").status()).isEqualTo(404);
    }
  }

  @Test
  void onlyPlatformAdministratorsHaveAccess() {
    ApiClient other =
        ApiClient.at(port)
            .withKey(tenants.key(tenants.user(tenants.workspace(), Role.ORGANIZATION_ADMIN)));
    assertThat(other.get("/admin/hosts").status()).isEqualTo(403);
    assertThat(other.get("/admin/hosts/local").status()).isEqualTo(403);
    assertThat(other.post("/admin/hosts", body(Map.of())).status()).isEqualTo(403);
    assertThat(other.patch("/admin/hosts/local", "{}").status()).isEqualTo(403);
    assertThat(other.post("/admin/hosts/local/drain", "").status()).isEqualTo(403);
    assertThat(other.post("/admin/hosts/local/resume", "").status()).isEqualTo(403);
    assertThat(other.post("/admin/hosts/local/quarantine", "{\"reason\":\"r\"}").status())
        .isEqualTo(403);
    assertThat(other.delete("/admin/hosts/local").status()).isEqualTo(403);
    assertThat(admin.get("/admin/hosts/local").text("duty")).isEqualTo("WORKING");
  }

  @Test
  void listIsPaged() {
    register(Map.of("endpoint", "tcp://127.0.0.1:1"));
    assertThat(admin.all("/admin/hosts?pageSize=1"))
        .hasSizeGreaterThan(1)
        .extracting(host -> host.path("name").asString())
        .doesNotHaveDuplicates()
        .isEqualTo(names());
  }

  private List<String> names() {
    return admin.all("/admin/hosts").stream().map(host -> host.path("name").asString()).toList();
  }

  private JsonNode region() {
    return admin.get("/htc/regions/" + REGION).body();
  }

  private void awaitReady() {
    await()
        .atMost(Timeouts.STEP)
        .until(() -> admin.get(path).body().path("takesJobs").asBoolean(false));
  }

  private ApiResponse change(String json) {
    return admin.patch(path, json);
  }

  private ApiResponse register(Map<String, Object> more) {
    return admin.post("/admin/hosts", body(more));
  }

  private String body(Map<String, Object> more) {
    Map<String, Object> host =
        new java.util.HashMap<>(
            Map.of("name", name, "region", REGION, "endpoint", TestEngine.ADDRESS));
    host.putAll(more);
    return JsonMapper.shared().writeValueAsString(host);
  }
}
