package org.openhtc.job.bulk;

import java.time.Instant;
import java.util.UUID;
import org.openhtc.task.Tasks;
import org.springframework.stereotype.Component;

/** The tasks of module {@code task}. */
@Component
class ActiveTasks implements TaskActivation {
  private final Tasks tasks;

  ActiveTasks(Tasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public boolean keepActive(UUID task, Instant now) {
    return tasks.keepActive(task, now);
  }
}
