package org.openhtc.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openhtc.api.Role;
import org.openhtc.region.RegionName;
import org.openhtc.region.Regions;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.openhtc.testing.Tenants;
import org.openhtc.workspace.User;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServiceTest
class ProjectIT {
  @LocalServerPort int port;
  @Autowired SettableClock clock;
  @Autowired Tenants tenants;
  @Autowired Regions regions;

  User admin;
  ApiClient client;

  @BeforeEach
  void newWorkspace() {
    admin = tenants.user(tenants.workspace(), Role.WORKSPACE_ADMIN);
    client = ApiClient.at(port).withKey(tenants.key(admin));
    regions.ensureEnabled(RegionName.AWS_EU_WEST_1);
  }

  @Test
  void newProjectHasAllProperties() {
    ApiResponse created = create("\"regions\":[\"AWS_EU_WEST_1\"]");
    assertThat(created.status()).isEqualTo(200);
    String id = created.text("projectId");
    assertThat(created.text("projectName")).isEqualTo("p");
    assertThat(created.text("projectDescription")).isEmpty();
    assertThat(created.text("createdBy")).isEqualTo(admin.id());
    assertThat(created.text("workspaceId")).isEqualTo(admin.workspace().id());
    assertThat(created.text("organizationCode")).isEqualTo(admin.workspace().organizationCode());
    assertThat(created.text("containerRegistry"))
        .matches("127\\.0\\.0\\.1:[0-9]+/projects/" + id + "/");
    assertThat(created.text("projectFolderPath")).isEqualTo("projects/" + id + "/");
    assertThat(created.body().path("repositories").toString()).isEqualTo("[]");
    assertThat(regionsOf(created)).containsExactly("AWS_EU_WEST_1");
    JsonNode settings = created.body().path("regionSettings").path(0);
    assertThat(settings.at("/computeSettings/computeRegion").asString()).isEqualTo("AWS_EU_WEST_1");
    assertThat(settings.at("/storageSettings/storageRegion").asString()).isEqualTo("AWS_EU_WEST_1");
    assertThat(Instant.parse(created.text("createdAt"))).isBeforeOrEqualTo(clock.instant());
    assertThat(client.get("/htc/projects/" + id).body()).isEqualTo(created.body());
  }

  @Test
  void namesAreNotUnique() {
    assertThat(create("\"x\":1").text("projectId"))
        .isNotEqualTo(create("\"x\":1").text("projectId"));
  }

  @Test
  void projectGetsAllEnabledRegionsByDefault() {
    assertThat(regionsOf(create("\"regions\":null")))
        .containsExactlyInAnyOrderElementsOf(
            regions.enabled().stream().map(RegionName::name).toList());
  }

  @Test
  void propertyRegionNamesOneRegion() {
    assertThat(regionsOf(create("\"region\":\"AWS_EU_WEST_1\""))).containsExactly("AWS_EU_WEST_1");
    assertThat(regionsOf(create("\"region\":\"AWS_EU_WEST_1\",\"regions\":[\"AWS_US_EAST_1\"]")))
        .containsExactly("AWS_US_EAST_1");
  }

  @Test
  void regionSettingsNameRegionsToo() {
    String compute = "{\"computeSettings\":{\"computeRegion\":\"AWS_EU_WEST_1\"}";
    assertThat(regionsOf(create("\"regionSettings\":[" + compute + "}]")))
        .containsExactly("AWS_EU_WEST_1");
    String elsewhere = compute + ",\"storageSettings\":{\"storageRegion\":\"AWS_US_EAST_1\"}}";
    ApiResponse refused = create("\"regionSettings\":[" + elsewhere + "]");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.sentence()).contains("storageRegion");
  }

  @Test
  void patchAddsRegionsAndKeepsTheOthers() {
    String path = "/htc/projects/" + create("\"regions\":[\"AWS_EU_WEST_1\"]").text("projectId");
    ApiResponse patched = client.patch(path, "{\"regions\":[\"AWS_US_EAST_1\",\"AWS_EU_WEST_1\"]}");
    assertThat(patched.status()).isEqualTo(200);
    assertThat(regionsOf(patched)).containsExactly("AWS_EU_WEST_1", "AWS_US_EAST_1");
    assertThat(regionsOf(client.get(path))).containsExactly("AWS_EU_WEST_1", "AWS_US_EAST_1");
    ApiResponse refused = client.patch(path, "{\"regions\":[\"NGC_ENOCH_1\"]}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(regionsOf(client.get(path))).containsExactly("AWS_EU_WEST_1", "AWS_US_EAST_1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                                          | projectName
          {"projectName":"","projectDescription":""}                                  | projectName
          {"projectName":5,"projectDescription":""}                                   | projectName
          {"projectName":null,"projectDescription":""}                                | projectName
          {"projectName":{},"projectDescription":""}                                  | projectName
          {"projectName":"a\\u0000b","projectDescription":""}                         | projectName
          {"projectName":"p"}                                                         | projectDescription
          {"projectName":"p","projectDescription":true}                               | projectDescription
          {"projectName":"p","projectDescription":"","regions":["MOON_1"]}            | regions
          {"projectName":"p","projectDescription":"","regions":[0]}                   | regions
          {"projectName":"p","projectDescription":"","regions":[null]}                | regions
          {"projectName":"p","projectDescription":"","regions":"AWS_EU_WEST_1"}       | regions
          {"projectName":"p","projectDescription":"","regions":["NGC_ENOCH_1"]}       | regions
          {"projectName":"p","projectDescription":"","region":"MOON_1"}               | region
          {"projectName":"p","projectDescription":"","regionSettings":[{}]}           | computeSettings
          {"projectName":"p","projectDescription":"","regionSettings":[null]}         | regionSettings
          """)
  void errorNamesThePropertyAndNothingIsStored(String body, String member) {
    ApiResponse refused = client.post("/htc/projects", body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("error")).isEqualTo("ValidationError");
    assertThat(refused.sentence()).contains(member).doesNotContain("org.openhtc", "java.");
    assertThat(client.all("/htc/projects")).isEmpty();
  }

  @Test
  void nameAndDescriptionChangeWhileTheRegionsStay() {
    ApiResponse project = create("\"regions\":[\"AWS_US_EAST_1\"]");
    String path = "/htc/projects/" + project.text("projectId");
    assertThat(client.patch(path, "{\"projectName\":\"wings\"}").text("projectName"))
        .isEqualTo("wings");
    ApiResponse changed = client.patch(path, "{\"projectDescription\":\"Sweeps\"}");
    assertThat(changed.text("projectName")).isEqualTo("wings");
    assertThat(changed.text("projectDescription")).isEqualTo("Sweeps");
    assertThat(regionsOf(changed)).containsExactly("AWS_US_EAST_1");
    assertThat(client.patch(path, "{\"projectName\":\"\"}").status()).isEqualTo(400);
    assertThat(client.get(path).text("projectName")).isEqualTo("wings");
  }

  @Test
  void lengthsHaveLimits() {
    assertThat(created("n".repeat(255), "d".repeat(4000)).status()).isEqualTo(200);
    assertThat(created("n".repeat(256), "").sentence()).contains("projectName");
    ApiResponse refused = created("n", "d".repeat(4001));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.sentence()).contains("projectDescription").hasSizeLessThan(300);
  }

  @Test
  void unknownPropertiesAreIgnored() {
    assertThat(create("\"unknown\":[1,{}]").status()).isEqualTo(200);
  }

  private ApiResponse create(String more) {
    return client.post(
        "/htc/projects", "{\"projectName\":\"p\",\"projectDescription\":\"\",%s}".formatted(more));
  }

  private ApiResponse created(String name, String description) {
    return client.post(
        "/htc/projects",
        "{\"projectName\":\"%s\",\"projectDescription\":\"%s\"}".formatted(name, description));
  }

  private static List<String> regionsOf(ApiResponse project) {
    return project.body().path("regions").valueStream().map(JsonNode::asString).toList();
  }
}
