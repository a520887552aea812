package org.openhtc.host.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.openhtc.api.Role;
import org.openhtc.host.Hosts;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServiceTest
class ClusterIT {
  @LocalServerPort int port;
  @Autowired Tenants tenants;
  @Autowired Hosts hosts;

  @Test
  void usersSeeTheHostsAsClusters() {
    await().atMost(Timeouts.STEP).until(() -> hosts.find("local").orElseThrow().isReady());
    String workspace = tenants.workspace();
    JsonNode cluster = client(workspace, Role.USER).get(path(workspace)).body().at("/clusters/0");
    assertThat(cluster.path("name").asString()).isEqualTo("aws-us-west-2");
    assertThat(cluster.path("region").asString()).isEqualTo("AWS_US_WEST_2");
    assertThat(cluster.path("status").asString()).isEqualTo("RUNNING");
    assertThat(cluster.path("version").asString()).matches("[0-9]+");
    assertThat(cluster.path("autoscaling").asString()).isEqualTo("BALANCED");
    JsonNode pool = cluster.at("/nodePools/0");
    assertThat(pool.path("instanceType").asString()).startsWith("docker-x86-");
    assertThat(pool.path("autoscaling").toString())
        .isEqualTo("{\"enabled\":false,\"minNodeCount\":1,\"maxNodeCount\":1}");
  }

  @Test
  void clustersOfAnotherWorkspaceAreNotFound() {
    String workspace = tenants.workspace();
    ApiClient other = client(tenants.workspace(), Role.ORGANIZATION_ADMIN);
    assertThat(other.get(path(workspace)).status()).isEqualTo(404);
    assertThat(other.get(path("nowhere")).status()).isEqualTo(404);
  }

  private static String path(String workspace) {
    return "/htc/gcp/clusters/" + workspace;
  }

  private ApiClient client(String workspace, Role role) {
    return ApiClient.at(port).withKey(tenants.key(tenants.user(workspace, role)));
  }
}
