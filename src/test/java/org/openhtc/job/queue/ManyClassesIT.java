package org.openhtc.job.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.JobWorld;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

/** A queue with many different demands, of which the database has no statistics yet. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyClassesIT {
  private static final int CLASSES = 500;
  private static final String READ =
      """
      select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)
      from pg_stat_xact_user_tables where relname = 'job_batch'
      """;

  private JobWorld world;

  @BeforeAll
  void submit(@Autowired DataSource service) {
    world = JobWorld.withOneConnection(service, "many_classes");
    for (int i = 0; i < CLASSES; i++) {
      world.submit(1, 0);
    }
    world
        .jdbc
        .sql("update job_batch set memory_mib = 100 + (seq - (select min(seq) from job_batch))")
        .update();
  }

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  void firstBatchesOfClassesAreReadWithoutTheOthers() {
    JobQueue queue = world.bean(JobQueue.class);
    List<WaitingClass> classes = queue.overview().in(JobWorld.REGION);
    assertThat(classes).hasSize(CLASSES);
    Map<WaitingClass, Integer> depths =
        classes.stream().collect(Collectors.toMap(Function.identity(), waiting -> 1));
    world.transaction.executeWithoutResult(status -> {
      long before = world.jdbc.sql(READ).query(Long.class).single();
      Map<WaitingClass, List<WaitingBatch>> waiting = queue.waiting(depths, 10);
      long read = world.jdbc.sql(READ).query(Long.class).single() - before;
      assertThat(waiting.values()).allMatch(batches -> batches.size() == 1);
      assertThat(read).isLessThan(5 * CLASSES);
    });
  }

  @Test
  void everyClassHasItsFirstSubmission() {
    QueueOverview overview = world.bean(JobQueue.class).overview();
    assertThat(overview.first().values()).doesNotHaveDuplicates().hasSize(CLASSES);
    assertThat(overview.first().values()).allMatch(seq -> seq <= overview.lastSubmission());
  }
}
