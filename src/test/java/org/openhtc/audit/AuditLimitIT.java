package org.openhtc.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A service whose workspaces may have 1,000 entries each. */
@ServiceTest
class AuditLimitIT {
  private static final int MOST = 1000;
  private static final String FILL =
      """
      INSERT INTO audit_entry (at, user_id, email, role, workspace_id, organization_code, method,
        operation, path, status, request_id, client_address)
      SELECT now() - interval '1 day' + n * interval '1 second', :user, 'e', 'USER', :workspace, 'o',
        'POST', :operation, '/' || n, 200, 'r', 'a'
      FROM generate_series(1, :count) n
      """;

  @Autowired JdbcClient jdbc;
  @Autowired AuditWriter writer;
  @Autowired Tenants tenants;
  @Autowired Clock clock;

  @Test
  void workspaceKeepsALimitedNumberOfEntries() {
    String workspace = tenants.workspace();
    fill(workspace, "flooding", "/repeated", 12_000);
    sweep();
    assertThat(count(workspace, "flooding", "/repeated")).isEqualTo(MOST);
    assertThat(path(workspace, "min")).isEqualTo(11_001);
    assertThat(path(workspace, "max")).isEqualTo(12_000);
  }

  @Test
  void repeatedRequestRemovesNoTraceOfOtherRequestsAndUsers() {
    String workspace = tenants.workspace();
    fill(workspace, "flooding", "/rare", 10);
    fill(workspace, "honest", "/repeated", 300);
    fill(workspace, "flooding", "/repeated", 5000);
    sweep();
    assertThat(count(workspace, "flooding", "/rare")).isEqualTo(10);
    assertThat(count(workspace, "honest", "/repeated")).isEqualTo(300);
    assertThat(count(workspace, "flooding", "/repeated")).isEqualTo(MOST - 310);
  }

  @Test
  void otherWorkspacesKeepTheirEntries() {
    String flooded = tenants.workspace();
    String other = tenants.workspace();
    fill(flooded, "flooding", "/repeated", 5000);
    fill(other, "honest", "/repeated", MOST);
    sweep();
    assertThat(count(other, "honest", "/repeated")).isEqualTo(MOST);
  }

  private void sweep() {
    AuditSettings settings = new AuditSettings(Duration.ofDays(400), Duration.ofHours(1), MOST);
    new AuditSweeper(writer, new AuditTrimmer(jdbc, writer, settings), settings, clock).run();
  }

  private void fill(String workspace, String user, String operation, int count) {
    jdbc.sql(FILL)
        .param("workspace", workspace)
        .param("user", user)
        .param("operation", operation)
        .param("count", count)
        .update();
  }

  private int count(String workspace, String user, String operation) {
    return jdbc.sql(
            """
            SELECT count(*) FROM audit_entry
            WHERE workspace_id = :workspace AND user_id = :user AND operation = :operation
            """)
        .param("workspace", workspace)
        .param("user", user)
        .param("operation", operation)
        .query(Integer.class)
        .single();
  }

  private int path(String workspace, String function) {
    return jdbc.sql(
            "SELECT %s(substr(path, 2)::int) FROM audit_entry WHERE workspace_id = :workspace"
                .formatted(function))
        .param("workspace", workspace)
        .query(Integer.class)
        .single();
  }
}
