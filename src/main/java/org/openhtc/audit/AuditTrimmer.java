package org.openhtc.audit;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Limits the entries of each workspace. Of too many, the oldest are removed of those requests that
 * one user repeated most often. So a user who repeats a request removes only earlier entries of the
 * same request, and no trace of other operations or of other users.
 */
@Component
class AuditTrimmer {
  private static final Logger log = LoggerFactory.getLogger(AuditTrimmer.class);

  private static final String TOO_LARGE =
      "SELECT workspace_id FROM audit_entry GROUP BY workspace_id HAVING count(*) > :most";

  private static final String GROUPS =
      """
      SELECT user_id, operation, count(*) AS entries FROM audit_entry
      WHERE workspace_id = :workspace GROUP BY user_id, operation
      """;

  private final JdbcClient jdbc;
  private final AuditWriter writer;
  private final AuditSettings settings;

  AuditTrimmer(JdbcClient jdbc, AuditWriter writer, AuditSettings settings) {
    this.jdbc = jdbc;
    this.writer = writer;
    this.settings = settings;
  }

  void trim() {
    jdbc.sql(TOO_LARGE)
        .param("most", settings.entriesPerWorkspace())
        .query(String.class)
        .list()
        .forEach(this::trim);
  }

  private void trim(String workspace) {
    List<AuditGroup> groups = groups(workspace);
    long largest = AuditGroup.largest(groups, settings.entriesPerWorkspace());
    long removed = 0;
    for (AuditGroup group : groups) {
      if (group.entries() > largest) {
        removed += writer.removeOldest(workspace, group, group.entries() - largest);
      }
    }
    log.warn(
        "Workspace {} has more than {} audit entries: removed {} of the requests that users"
            + " repeated most often",
        workspace,
        settings.entriesPerWorkspace(),
        removed);
  }

  private List<AuditGroup> groups(String workspace) {
    return jdbc.sql(GROUPS)
        .param("workspace", workspace)
        .query((row, n) ->
            new AuditGroup(
                row.getString("user_id"), row.getString("operation"), row.getLong("entries")))
        .list();
  }
}
