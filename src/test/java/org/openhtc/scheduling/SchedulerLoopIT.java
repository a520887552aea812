package org.openhtc.scheduling;

import static org.openhtc.testing.TestTask.script;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.region.RegionName;
import org.openhtc.testing.Scenario;
import org.openhtc.testing.TestTask;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@Scenario
class SchedulerLoopIT {
  /** Ticked before the region of the test's host. */
  private static final RegionName EARLIER = RegionName.AWS_AP_SOUTHEAST_1;

  @Autowired JdbcClient jdbc;
  @Autowired TestTask task;
  private TestTask broken;

  @BeforeEach
  void tasks() {
    broken = TestTask.in(task.api);
  }

  @AfterEach
  void removeLease() {
    broken.cancel();
    jdbc.sql("delete from lease where scope = :scope").param("scope", "region:" + EARLIER).update();
  }

  /** No process can take a lease whose epoch can't grow any more. */
  @Test
  void regionWhoseTickFailsDelaysNoOther() {
    jdbc.sql(
            """
            insert into lease (scope, holder, epoch, expires_at)
            values (:scope, 'another process', 9223372036854775807, now() - interval '1 day')
            """)
        .param("scope", "region:" + EARLIER)
        .update();
    Map<String, Object> waiting = script("true");
    waiting.put("architecture", "AARCH64");
    String batch = broken.submit(1, waiting);
    jdbc.sql("update job_batch set regions = array[:region] where id = :id::uuid")
        .param("region", EARLIER.name())
        .param("id", batch)
        .update();
    task.submit(1, script("true"));
    task.awaitCounts(Map.of("SUCCEEDED", 1));
  }
}
