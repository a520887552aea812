package org.openhtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;

/** The periodic removals that need no lease, with the default intervals of their settings. */
@ServiceTest
class SweepIntervalsIT {
  @Autowired List<ScheduledTaskHolder> holders;

  @Test
  void everyRemovalIsScheduledAtTheIntervalOfItsSetting() {
    assertThat(holders.stream().flatMap(holder -> holder.getScheduledTasks().stream()))
        .map(task -> (FixedDelayTask) task.getTask())
        .extracting(FixedDelayTask::getIntervalDuration)
        .as("audit entries, idempotency keys, storage grants, files of deleted tasks")
        .containsExactlyInAnyOrder(
            Duration.ofHours(1), Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofMinutes(5));
  }
}
