package org.openhtc.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@ServiceTest
class ConcurrentRegionsIT {
  private static final List<String> ADDED = List.of("AWS_US_EAST_1", "AWS_EU_WEST_1");

  @Autowired ApiClient client;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate transaction;

  @Test
  void regionsOfConcurrentChangesAreAllKept() {
    List.of("AWS_US_WEST_2", "AWS_US_EAST_1", "AWS_EU_WEST_1")
        .forEach(region -> client.put("/admin/regions/" + region, "{\"enabled\":true}"));
    String project =
        client
            .post(
                "/htc/projects",
                """
                {"projectName":"p","projectDescription":"","regions":["AWS_US_WEST_2"]}
                """)
            .text("projectId");
    List<CompletableFuture<Integer>> changes = new ArrayList<>();
    transaction.executeWithoutResult(status -> {
      lock(UUID.fromString(project));
      ADDED.forEach(region -> changes.add(add(project, region)));
      await().until(() -> waiting() >= ADDED.size());
    });
    changes.forEach(change -> assertThat(change.join()).isEqualTo(200));
    assertThat(
            client
                .get("/htc/projects/" + project)
                .body()
                .path("regions")
                .valueStream()
                .map(JsonNode::asString))
        .containsExactlyInAnyOrder("AWS_US_WEST_2", "AWS_US_EAST_1", "AWS_EU_WEST_1");
  }

  private CompletableFuture<Integer> add(String project, String region) {
    String body = "{\"regions\":[\"%s\"]}".formatted(region);
    return CompletableFuture.supplyAsync(
        () -> client.patch("/htc/projects/" + project, body).status());
  }

  private void lock(UUID project) {
    jdbc.sql("select id from project where id = :id for update")
        .param("id", project)
        .query(UUID.class)
        .single();
  }

  private long waiting() {
    return jdbc.sql(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and query ilike '%project%'
            """)
        .query(Long.class)
        .single();
  }
}
