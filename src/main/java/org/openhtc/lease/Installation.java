package org.openhtc.lease;

import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The id of this installation: the same for all processes, and after restarts. Labels the
 * containers of this installation.
 */
@Service
public class Installation {
  private static final String CREATE =
      "insert into installation (id) values (:id) on conflict do nothing";

  private final String id;

  @Autowired
  Installation(JdbcClient jdbc) {
    this(createOnce(jdbc));
  }

  Installation(String id) {
    this.id = id;
  }

  private static String createOnce(JdbcClient jdbc) {
    jdbc.sql(CREATE).param("id", UUID.randomUUID()).update();
    return jdbc.sql("select id::text from installation").query(String.class).single();
  }

  public String id() {
    return id;
  }
}
