package org.openhtc.workspace.retention;

import org.openhtc.workspace.RetentionPolicyStore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code workspace_retention_policy}. */
@Repository
class WorkspaceRetentionStore extends RetentionPolicyStore<String> {
  WorkspaceRetentionStore(JdbcClient jdbc) {
    super(jdbc, "workspace_retention_policy", "workspace_id");
  }
}
