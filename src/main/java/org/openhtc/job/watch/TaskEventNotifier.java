package org.openhtc.job.watch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.QueueChanged;
import org.openhtc.job.lifecycle.JobsStarted;
import org.openhtc.lease.LoopingComponent;
import org.openhtc.lease.WakeableLoop;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Notifies subscribers of new events of their task's jobs. One poll serves all subscriptions of the
 * process; without subscriptions nothing is polled. A waiting subscriber is a parked virtual thread
 * and holds no database connection.
 */
@Component
public class TaskEventNotifier extends LoopingComponent {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

  private final EventWatermark watermark;
  private final TaskEventStore events;
  private final Set<TaskSubscription> subscriptions = ConcurrentHashMap.newKeySet();
  private long notified;

  TaskEventNotifier(EventWatermark watermark, TaskEventStore events, WatchSettings settings) {
    super(new WakeableLoop("task-events", SHORTEST_PAUSE, settings.pollInterval()));
    this.watermark = watermark;
    this.events = events;
  }

  /**
   * Subscribes to a task's events from about now on.
   *
   * @param wakeUp called when the subscription begins and when it has new events
   */
  public TaskSubscription subscribe(UUID task, Runnable wakeUp) {
    var subscription =
        new TaskSubscription(task, watermark.lastAssigned(), wakeUp, subscriptions::remove);
    subscriptions.add(subscription);
    wake();
    return subscription;
  }

  @EventListener
  void wake(QueueChanged changed) {
    wake();
  }

  @EventListener
  void wake(JobsStarted started) {
    wake();
  }

  @EventListener
  void wake(HostWorkChanged changed) {
    wake();
  }

  @Override
  protected void pass() {
    if (subscriptions.isEmpty()) {
      return;
    }
    List<TaskSubscription> begun =
        subscriptions.stream().filter(TaskSubscription::hasBegun).toList();
    long complete = watermark.advance();
    if (complete > notified) {
      deliver(begun, complete);
    }
    subscriptions.forEach(subscription -> subscription.begin(complete));
    notified = complete;
    if (watermark.isPending()) {
      wake();
    }
  }

  private void deliver(Collection<TaskSubscription> begun, long complete) {
    Set<UUID> tasks =
        begun.isEmpty()
            ? Set.of()
            : events.withEvents(
                begun.stream().map(s -> s.task).distinct().toList(), notified, complete);
    for (TaskSubscription subscription : begun) {
      if (tasks.contains(subscription.task)) {
        subscription.add(complete);
      } else {
        subscription.skip(complete);
      }
    }
  }
}
