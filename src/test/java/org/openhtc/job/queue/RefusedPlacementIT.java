package org.openhtc.job.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.JobId;
import org.openhtc.job.JobStatus;
import org.openhtc.job.JobWorld;
import org.openhtc.job.Placement;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

/** A database that refuses the jobs of one host for any reason. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedPlacementIT {
  private JobWorld world;

  @BeforeAll
  void refuse(@Autowired DataSource service) {
    world = JobWorld.withOneConnection(service, "refused_placement");
    world.jdbc.sql("alter table job add constraint refused check (host <> 'refused')").update();
  }

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  void batchThatCannotBePlacedDoesNotDelayOthers() {
    UUID first = world.submit(1, 0);
    UUID refused = world.submit(1, 0);
    UUID last = world.submit(1, 0);
    world.admit();
    int placed = world.place(List.of(on(first, "h1"), on(refused, "refused"), on(last, "h1")));
    assertThat(placed).isEqualTo(2);
    assertThat(world.job(first, 0).status()).isEqualTo(JobStatus.STARTING);
    assertThat(world.job(refused, 0).status()).isEqualTo(JobStatus.RUNNABLE);
    assertThat(world.job(last, 0).status()).isEqualTo(JobStatus.STARTING);
    assertThatThrownBy(() -> world.place(List.of(on(refused, "refused"))))
        .isInstanceOf(DataAccessException.class);
  }

  private static Placement on(UUID batch, String host) {
    return new Placement(new JobId(batch, 0), 0, host);
  }
}
