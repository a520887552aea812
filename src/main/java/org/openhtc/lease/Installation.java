package org.openhtc.lease;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The id of this installation: the same for all replicas, and after restarts. Labels the containers
 * of this installation.
 */
@Service
public class Installation {
  private static final String CREATE =
      "insert into installation (id) values (:id) on conflict do nothing";

  private final String id;

  Installation(JdbcClient jdbc) {
    jdbc.sql(CREATE).param("id", UUID.randomUUID()).update();
    this.id = jdbc.sql("select id::text from installation").query(String.class).single();
  }

  public String id() {
    return id;
  }
}
