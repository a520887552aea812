package org.openhtc.job.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.openhtc.job.JobId;
import org.openhtc.job.JobWorld;
import org.openhtc.job.query.JobHistoryEntry;

/**
 * Reads a task's events with readers that stop after a random number of events; each continues
 * after the last event of the one before.
 */
public final class InterruptedReaders {
  private final JobWorld world;
  private final Random random;
  private final Map<JobId, List<JobHistoryEntry>> received = new HashMap<>();
  private EventPosition last = EventPosition.after(0);
  private int left;

  public InterruptedReaders(JobWorld world, Random random) {
    this.world = world;
    this.random = random;
  }

  /** All events of each job, in the order in which they were received. */
  public Map<JobId, List<JobHistoryEntry>> read() {
    long until = world.bean(EventWatermark.class).advance();
    boolean isInterrupted = true;
    while (isInterrupted) {
      left = random.nextInt(20);
      isInterrupted = isInterrupted(until, 1 + random.nextInt(4));
    }
    return received;
  }

  private boolean isInterrupted(long until, int page) {
    TaskEventReader reader =
        new TaskEventReader(
            world.bean(TaskEventStore.class),
            world.task,
            null,
            EventPosition.parse(last.id()),
            page);
    try {
      reader.follow(until, this::receive);
      return false;
    } catch (CancellationException interrupted) {
      return true;
    }
  }

  private void receive(StoredEvent.Event event) {
    if (left-- == 0) {
      throw new CancellationException();
    }
    received
        .computeIfAbsent(JobId.parse(event.entry().jobId()).orElseThrow(), id -> new ArrayList<>())
        .add(event.entry());
    last = event.position();
  }
}
