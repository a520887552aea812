package org.openhtc.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openhtc.api.Role;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest
class ProjectPagingIT {
  @LocalServerPort int port;
  @Autowired Tenants tenants;

  ApiClient client;

  @BeforeEach
  void newWorkspace() {
    client =
        ApiClient.at(port)
            .withKey(tenants.key(tenants.user(tenants.workspace(), Role.WORKSPACE_ADMIN)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8})
  void everyProjectIsListedOnceWhileOthersAreInserted(int pageSize) {
    List<String> before = create(7);
    List<String> seen = new ArrayList<>();
    List<String> inserted = new ArrayList<>();
    String next = "/htc/projects?pageSize=" + pageSize;
    while (!next.isEmpty()) {
      ApiResponse page = client.get(next);
      seen.addAll(ids(page));
      next = page.text("next");
      if (inserted.size() < 5) {
        inserted.addAll(create(1));
      }
    }
    assertThat(seen).doesNotHaveDuplicates().startsWith(before.toArray(String[]::new));
    assertThat(seen.subList(before.size(), seen.size())).isSubsetOf(inserted);
  }

  @Test
  void lastPageHasNoNext() {
    create(2);
    assertThat(client.get("/htc/projects?pageSize=2").body().has("next")).isFalse();
    assertThat(client.get("/htc/projects").body().has("next")).isFalse();
    assertThat(client.get("/htc/projects?pageSize=1").body().has("next")).isTrue();
  }

  @Test
  void nextRepeatsTheParametersAndTheHostOfTheRequest() {
    create(2);
    ApiResponse page = client.get("/htc/projects?onlyMyProjects=true&pageSize=1");
    URI next = URI.create(page.text("next"));
    assertThat(next.getAuthority()).isEqualTo("localhost:" + port);
    assertThat(next.getPath()).isEqualTo("/api/v1/htc/projects");
    assertThat(next.getQuery())
        .contains("onlyMyProjects=true", "pageSize=1", "pageIndex=")
        .doesNotContain("&&");
  }

  @Test
  void duplicateParameterIsNotRepeatedInNext() {
    create(3);
    ApiResponse page = client.get("/htc/projects?pageSize=1&pageSize=1");
    String next = page.text("next");
    assertThat(next.split("pageSize=1", -1)).hasSize(2);
    assertThat(client.get(next + "&pageSize=1").text("next").split("pageSize=1", -1)).hasSize(2);
  }

  @Test
  void nextUsesForwardedHeaders() {
    create(2);
    ApiResponse page =
        client.send(
            "GET",
            "/htc/projects?pageSize=1",
            BodyPublishers.noBody(),
            "X-Forwarded-Proto",
            "https",
            "X-Forwarded-Host",
            "htc.example.org");
    assertThat(page.text("next")).startsWith("https://htc.example.org/api/v1/htc/projects?");
  }

  @Test
  void proxyMayRemoveAPrefix() {
    create(2);
    ApiResponse page =
        client.send(
            "GET",
            "/htc/projects?pageSize=1",
            BodyPublishers.noBody(),
            "X-Forwarded-Host",
            "example.org",
            "X-Forwarded-Prefix",
            "/openhtc");
    assertThat(page.text("next")).contains("//example.org/openhtc/api/v1/htc/projects?");
    ApiResponse token =
        ApiClient.at(port)
            .withAuthorization("Token " + ServiceTest.ADMIN_KEY)
            .send("GET", "/auth/token", BodyPublishers.noBody(), "X-Forwarded-Prefix", "/openhtc");
    assertThat(token.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pageSize=0",
        "pageSize=1001",
        "pageSize=-1",
        "pageSize=many",
        "pageIndex=!",
        "pageIndex=bm9uZQ",
        "onlyMyProjects=maybe"
      })
  void errorNamesTheWrongParameter(String parameter) {
    ApiResponse refused = client.get("/htc/projects?" + parameter);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.sentence()).contains(parameter.substring(0, parameter.indexOf('=')));
  }

  private List<String> create(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String body = "{\"projectName\":\"p\",\"projectDescription\":\"\"}";
      ids.add(client.post("/htc/projects", body).text("projectId"));
    }
    return ids;
  }

  private static List<String> ids(ApiResponse page) {
    return page.body()
        .path("items")
        .valueStream()
        .map(item -> item.path("projectId").asString())
        .toList();
  }
}
