package org.openhtc.job.watch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.QueueChanged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells watchers that something happened to their task's jobs. One look serves all watchers of this
 * process, and without watchers there is none; who waits holds neither a thread of the machine nor
 * a connection.
 */
@Component
public class TaskEventNotifier implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(TaskEventNotifier.class);

  /** Shortest pause between two looks. */
  private static final Duration BREATH = Duration.ofMillis(50);

  private final EventWatermark horizon;
  private final TaskEventStore feed;
  private final WatchSettings settings;
  private final Set<TaskSubscription> watchers = ConcurrentHashMap.newKeySet();
  private final Semaphore wakeUp = new Semaphore(0);
  private volatile CountDownLatch ending = new CountDownLatch(0);
  private long told;

  TaskEventNotifier(EventWatermark horizon, TaskEventStore feed, WatchSettings settings) {
    this.horizon = horizon;
    this.feed = feed;
    this.settings = settings;
  }

  /**
   * Watches a task from about now on.
   *
   * @param bell rung when the subscription has begun and whenever it has news
   */
  public TaskSubscription subscribe(UUID task, Runnable bell) {
    var subscription = new TaskSubscription(task, horizon.lastDrawn(), bell, watchers::remove);
    watchers.add(subscription);
    wakeUp.release();
    return subscription;
  }

  @EventListener
  void hear(QueueChanged moved) {
    wakeUp.release();
  }

  @EventListener
  void hear(HostWorkChanged asked) {
    wakeUp.release();
  }

  @Override
  public void start() {
    ending = new CountDownLatch(1);
    Thread.ofVirtual().name("job-news").start(this::run);
  }

  @Override
  public void stop() {
    ending.countDown();
    wakeUp.release();
  }

  @Override
  public boolean isRunning() {
    return ending.getCount() > 0;
  }

  private void run() {
    try {
      while (!ending.await(BREATH.toMillis(), TimeUnit.MILLISECONDS)) {
        await();
        if (isRunning() && !watchers.isEmpty()) {
          look();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void await() throws InterruptedException {
    if (watchers.isEmpty()) {
      wakeUp.acquire();
    } else {
      Duration pause = horizon.isWaiting() ? BREATH : settings.pollInterval();
      wakeUp.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
    }
    wakeUp.drainPermits();
  }

  private void look() {
    try {
      List<TaskSubscription> begun = watchers.stream().filter(TaskSubscription::hasBegun).toList();
      long complete = horizon.look();
      if (complete > told) {
        tell(begun, complete);
      }
      watchers.forEach(watcher -> watcher.begin(complete));
      told = complete;
    } catch (RuntimeException | Error e) {
      log.warn("A look for news of jobs failed and is tried again", e);
    }
  }

  private void tell(Collection<TaskSubscription> begun, long complete) {
    Set<UUID> tasks =
        begun.isEmpty()
            ? Set.of()
            : feed.withNews(begun.stream().map(w -> w.task).distinct().toList(), told, complete);
    for (TaskSubscription watcher : begun) {
      if (tasks.contains(watcher.task)) {
        watcher.heard(complete);
      } else {
        watcher.heardNothing(complete);
      }
    }
  }
}
