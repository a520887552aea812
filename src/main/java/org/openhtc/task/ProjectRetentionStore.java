package org.openhtc.task;

import java.util.UUID;
import org.openhtc.workspace.RetentionPolicyStore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Table {@code project_retention_policy}. */
@Repository
class ProjectRetentionStore extends RetentionPolicyStore<UUID> {
  ProjectRetentionStore(JdbcClient jdbc) {
    super(jdbc, "project_retention_policy", "project_id");
  }
}
