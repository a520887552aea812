package org.openhtc.execution.slot;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.BackgroundWork;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.SlotSpec;
import org.openhtc.lease.DueTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the slots of one connection to a host, one after another in the background, while its pool
 * needs more. Gives up for this connection after some failures: its jobs then get networks of their
 * own.
 */
final class SlotMaker {
  private static final Logger log = LoggerFactory.getLogger(SlotMaker.class);

  private static final int MOST_FAILURES = 3;
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final SlotOwner owner;
  private final ContainerEngine engine;
  private final PauseImage image;
  private final long epoch;
  private final SlotPool pool;
  private final AtomicInteger numbers;
  private final BackgroundWork background;
  private final Clock clock;
  private final AtomicBoolean isRemoving = new AtomicBoolean();
  private volatile boolean isImported;
  private boolean isWorking;
  private boolean isClosed;
  private int failures;
  private DueTime next = DueTime.NOW;
  private @Nullable String making;

  /**
   * @param numbers of the slots of all connections of this process to the host
   */
  SlotMaker(
      SlotOwner owner,
      ContainerEngine engine,
      PauseImage image,
      long epoch,
      SlotPool pool,
      AtomicInteger numbers,
      BackgroundWork background,
      Clock clock) {
    this.owner = owner;
    this.engine = engine;
    this.image = image;
    this.epoch = epoch;
    this.pool = pool;
    this.numbers = numbers;
    this.background = background;
    this.clock = clock;
  }

  boolean isFor(ContainerEngine other, long otherEpoch) {
    return engine == other && epoch == otherEpoch;
  }

  /** Starts the work if there is some. */
  void wake() {
    if (begins()) {
      background.start("slots-" + owner.host(), this::work);
    }
  }

  private synchronized boolean begins() {
    boolean begins = !isWorking && mayWork() && pool.needsMore();
    isWorking |= begins;
    return begins;
  }

  private synchronized boolean mayWork() {
    return !isClosed && !hasGivenUp() && next.isReached(clock.instant());
  }

  /** Whether it makes no further slot for this connection. */
  synchronized boolean hasGivenUp() {
    return failures >= MOST_FAILURES;
  }

  /** Begins no further slot. */
  synchronized void close() {
    isClosed = true;
  }

  /** Whether a slot of this name is being made, so that it is not in the pool yet. */
  synchronized boolean isMaking(String name) {
    return name.equals(making);
  }

  private void work() {
    try {
      while (mayWork() && pool.needsMore()) {
        make();
      }
    } finally {
      synchronized (this) {
        isWorking = false;
      }
    }
  }

  private void make() {
    try {
      if (!isImported) {
        engine.importImage(image.name(), image.archive());
        isImported = true;
        log.info("Host {} makes network slots {}-...", owner.host(), owner.prefix());
      }
      pool.add(engine.makeSlot(spec()));
      succeeded();
    } catch (EngineException.ImageMissing e) {
      isImported = false; // another program removed it
      failed(e);
    } catch (RuntimeException | Error e) {
      failed(e);
    }
  }

  private synchronized SlotSpec spec() {
    making = owner.slotName(epoch, numbers.incrementAndGet());
    return new SlotSpec(making, labels(making), image.name(), owner.network());
  }

  private Map<String, String> labels(String name) {
    return Map.of(
        ContainerLabels.INSTALLATION,
        owner.installation(),
        ContainerLabels.HOST,
        owner.host(),
        ContainerLabels.SLOT,
        name);
  }

  private synchronized void succeeded() {
    making = null;
    failures = 0;
  }

  private synchronized void failed(Throwable e) {
    making = null;
    failures++;
    next = DueTime.after(PAUSE, clock.instant());
    if (failures < MOST_FAILURES) {
      log.debug("Host {}: a network slot could not be made", owner.host(), e);
    } else {
      log.warn(
          "Host {} makes no network slots, so its jobs start more slowly, each with a network of"
              + " its own: {}",
          owner.host(),
          e.getMessage());
    }
  }

  /** Removes containers one after another in the background; what is left is in the next list. */
  void remove(List<ContainerSummary> unneeded) {
    if (!unneeded.isEmpty() && isRemoving.compareAndSet(false, true)) {
      List<String> ids = unneeded.stream().map(ContainerSummary::id).toList();
      background.start("slots-removal-" + owner.host(), () -> removeOnce(ids));
    }
  }

  private void removeOnce(List<String> ids) {
    try {
      removeNow(ids);
    } finally {
      isRemoving.set(false);
    }
  }

  /**
   * Removes containers one after another, until the engine fails.
   *
   * @param ids the engine's ids
   */
  void removeNow(List<String> ids) {
    try {
      ids.forEach(engine::remove);
    } catch (EngineException e) {
      log.debug("Host {}: unneeded slots could not be removed", owner.host(), e);
    }
  }
}
