package org.openhtc.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openhtc.api.Role;
import org.openhtc.host.Hosts;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServiceTest
class DimensionsIT {
  private static final String NEW = "{\"projectName\":\"p\",\"projectDescription\":\"\"}";

  @LocalServerPort int port;
  @Autowired Tenants tenants;
  @Autowired Hosts hosts;

  String organization;
  String workspace;
  ApiClient admin;
  String path;

  @BeforeEach
  void aProjectAndAHost() {
    await().atMost(Timeouts.STEP).until(() -> hosts.find("local").orElseThrow().measure() != null);
    organization = tenants.organization();
    workspace = tenants.workspaceIn(organization);
    admin = client(workspace, Role.WORKSPACE_ADMIN);
    path = "/htc/projects/" + admin.post("/htc/projects", NEW).text("projectId") + "/dimensions";
  }

  @Test
  void workspaceListsTheEnvironmentsOfItsHosts() {
    ApiResponse response = client(workspace, Role.USER).get(ofWorkspace());
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).hasSizeGreaterThanOrEqualTo(2).doesNotHaveDuplicates();
    JsonNode first = response.body().get(0);
    assertThat(first.path("region").asString()).isEqualTo("AWS_US_WEST_2");
    assertThat(first.path("machineType").asString()).matches("docker-x86-[0-9]+vcpu-[0-9]+gib");
    assertThat(first.path("priority").asString()).isEqualTo("ON_DEMAND_PRIORITY");
    assertThat(first.path("computeScalingPolicy").asString()).isEqualTo("BALANCED");
    JsonNode machine = first.path("derived");
    assertThat(machine.path("architecture").asString()).isEqualTo("X86");
    assertThat(machine.path("vCPUs").asInt()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(machine.path("memory").asDouble()).isBetween(0.5, 100_000.0);
    assertThat(machine.path("swap").asBoolean(true)).isFalse();
  }

  @Test
  void callersOutsideTheWorkspaceDoNotSeeItsDimensions() {
    String sister = tenants.workspaceIn(organization);
    assertThat(client(sister, Role.WORKSPACE_ADMIN).get(ofWorkspace()).status()).isEqualTo(404);
    assertThat(client(sister, Role.ORGANIZATION_ADMIN).get(ofWorkspace()).status()).isEqualTo(200);
    String elsewhere = tenants.workspace();
    assertThat(client(elsewhere, Role.ORGANIZATION_ADMIN).get(ofWorkspace()).status())
        .isEqualTo(404);
    assertThat(client(elsewhere, Role.PLATFORM_ADMIN).get(ofWorkspace()).status()).isEqualTo(200);
    assertThat(client(elsewhere, Role.PLATFORM_ADMIN).get("/htc/workspaces/x/dimensions").status())
        .isEqualTo(404);
  }

  @Test
  void newProjectIsNotRestricted() {
    assertThat(admin.get(path).body().toString()).isEqualTo("[]");
  }

  @Test
  void completeCombinationsOfTheWorkspaceAreAccepted() {
    ApiResponse set = admin.put(path, admin.get(ofWorkspace()).body().toString());
    assertThat(set.status()).isEqualTo(201);
    assertThat(set.body()).isEqualTo(admin.get(ofWorkspace()).body());
    assertThat(admin.get(path).body()).isEqualTo(set.body());
  }

  @Test
  void partialCombinationsStayPartialAndDuplicatesAreRemoved() {
    String region = "{\"region\":\"AWS_US_WEST_2\",\"derived\":{\"vCPUs\":\"x\"},\"more\":1}";
    ApiResponse set =
        admin.put(path, "[%s,%s,{\"priority\":\"ON_DEMAND_ECONOMY\"}]".formatted(region, region));
    assertThat(set.status()).isEqualTo(201);
    assertThat(set.body().toString())
        .isEqualTo("[{\"region\":\"AWS_US_WEST_2\"},{\"priority\":\"ON_DEMAND_ECONOMY\"}]");
    assertThat(admin.get(path).body()).isEqualTo(set.body());
  }

  @Test
  void emptyListRemovesTheRestriction() {
    admin.put(path, "[{\"region\":\"AWS_US_WEST_2\"}]");
    ApiResponse removed = admin.put(path, "[]");
    assertThat(removed.status()).isEqualTo(201);
    assertThat(removed.body().toString()).isEqualTo("[]");
    assertThat(admin.get(path).body().toString()).isEqualTo("[]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{},{"machineType":"t2d-standard-16"}]                    | [1] (machineType t2d-standard-16)
          [{"region":"RC_ICELAND_1","priority":"ON_DEMAND_ECONOMY"}] | region RC_ICELAND_1, priority ON_DEMAND_ECONOMY
          [{"computeScalingPolicy":"OPTIMIZE_UTILIZATION"}]         | computeScalingPolicy OPTIMIZE_UTILIZATION
          [{"region":"MOON_1"}]                                     | [0].region 'MOON_1'
          [{"priority":1}]                                          | [0].priority
          [{"hyperthreading":"yes"}]                                | [0].hyperthreading
          [{"machineType":7}]                                       | [0].machineType
          [null]                                                    | [0] is null
          {}                                                        | array
          """)
  void errorNamesTheCombinationAndNothingChanges(String body, String text) {
    admin.put(path, "[{\"region\":\"AWS_US_WEST_2\"}]");
    ApiResponse refused = admin.put(path, body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("error")).isEqualTo("ValidationError");
    assertThat(refused.sentence()).contains(text).doesNotContain("org.openhtc", "java.");
    assertThat(admin.get(path).body().toString()).isEqualTo("[{\"region\":\"AWS_US_WEST_2\"}]");
  }

  @Test
  void usersMayOnlyReadAndOtherWorkspacesSeeNothing() {
    ApiClient user = client(workspace, Role.USER);
    assertThat(user.get(path).status()).isEqualTo(200);
    assertThat(user.put(path, "[]").status()).isEqualTo(403);
    ApiClient outsider = client(tenants.workspace(), Role.WORKSPACE_ADMIN);
    assertThat(outsider.get(path).status()).isEqualTo(404);
    assertThat(outsider.put(path, "[]").status()).isEqualTo(404);
  }

  private String ofWorkspace() {
    return "/htc/workspaces/" + workspace + "/dimensions";
  }

  private ApiClient client(String home, Role role) {
    return ApiClient.at(port).withKey(tenants.key(tenants.user(home, role)));
  }
}
