package org.openhtc.execution.engine;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.ContainerLabels;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.job.JobId;

/**
 * The state of a fake engine, what happens to it from outside, and what a test checks afterwards.
 * Listeners are called on the thread that caused the event, before that call returns.
 */
abstract class FakeEngineState {
  final FakeImages images = new FakeImages();
  final FakeContainers containers;
  private final FakeFailures failures = new FakeFailures();
  private volatile CountDownLatch imageResponses = new CountDownLatch(0);
  private final AtomicInteger pendingImageRequests = new AtomicInteger();

  FakeEngineState(Clock clock) {
    containers = new FakeContainers(clock);
  }

  // What happens to the engine and its containers from outside.

  /** While it is unreachable, every call fails and every watch is lost; containers keep running. */
  public void reachable(boolean now) {
    synchronized (this) {
      failures.isReachable = now;
      if (!now) {
        containers.loseWatches();
      }
    }
    notifyListeners();
  }

  /** Every watch is lost, and all calls succeed. */
  public void breakWatches() {
    synchronized (this) {
      containers.loseWatches();
    }
    notifyListeners();
  }

  /** Every call fails with this exception, and watches continue; null ends that. */
  public synchronized void failing(@Nullable RuntimeException with) {
    failures.everyCall = with;
  }

  /** Every pull fails with this message; null ends the outage. */
  public synchronized void registryOutage(@Nullable String message) {
    images.registryOutage = message;
  }

  /** The next creates, starts, stops and removals take effect, but their responses are lost. */
  public synchronized void loseResponses(int count) {
    failures.responsesToLose = count;
  }

  /** Logs can't be read, although all other calls succeed. */
  public synchronized void logsUnreachable(boolean now) {
    failures.areLogsUnreachable = now;
  }

  /** Calls of {@link #image} block until {@link #releaseImageResponses}. */
  public void holdImageResponses() {
    imageResponses = new CountDownLatch(1);
  }

  public void releaseImageResponses() {
    imageResponses.countDown();
  }

  /** The next calls throw an {@link Error}, like a defect of the program. */
  public synchronized void throwErrors(int count) {
    failures.errorsToThrow = count;
  }

  /** The engine is killed and restarted, and the container has ended before that. */
  public synchronized void forgetStart(String name) {
    containers.named(name).startForgotten();
  }

  public void end(String name, int exitCode) {
    happen(() -> containers.end(containers.named(name), exitCode, false));
  }

  public void endOutOfMemory(String name) {
    happen(() -> containers.end(containers.named(name), 137, true));
  }

  /** The event alone, as when it arrives after that of the end. */
  public void reportOutOfMemory(String name) {
    happen(() -> containers.outOfMemory(containers.named(name)));
  }

  /** The engine sends a signal to the container, which runs on. */
  public void signal(String name) {
    happen(() -> containers.signalled(containers.named(name)));
  }

  /** Another program removes the container. */
  public void removeFromOutside(String name) {
    happen(() -> containers.discard(containers.named(name)));
  }

  public void print(String name, String... lines) {
    happen(() -> containers.print(containers.named(name), List.of(lines)));
  }

  public void write(String name, long bytes) {
    happen(() -> containers.named(name).writableBytes += bytes);
  }

  public void writeToVolume(String name, long bytes) {
    happen(() -> containers.named(name).volumeBytes += bytes);
  }

  public void use(String name, ContainerUsage usage) {
    happen(() -> containers.named(name).usage = usage);
  }

  /** A container that was not made through this interface. */
  public String foreign(ContainerSpec spec) {
    synchronized (this) {
      return containers.add(spec).id;
    }
  }

  // What a test checks afterwards.

  /** How often a container of that name was started. */
  public synchronized int starts(String name) {
    return containers.starts.getOrDefault(name, 0);
  }

  /** How many calls of {@link #image} have not returned. */
  public int pendingImageRequests() {
    return pendingImageRequests.get();
  }

  /** Whether there is an open watch. */
  public synchronized boolean isWatched() {
    return containers.watches.stream().anyMatch(FakeWatch::isOpen);
  }

  /** How often a pull of that image was tried. */
  public synchronized int pulls(String reference) {
    return images.pulls(reference);
  }

  /** How often a pull was tried, for each image whose reference has this prefix. */
  public synchronized Map<String, Integer> pullsMatching(String prefix) {
    return images.pullsMatching(prefix);
  }

  /** How often containers of this job were started, in total. */
  public synchronized int startsOf(JobId job) {
    return containers.startsByJob.getOrDefault(job.toString(), 0);
  }

  /** The number of the attempt in the labels of each container that is no slot. */
  public synchronized List<String> attempts() {
    return containers
        .all()
        .filter(c -> !c.isSlot())
        .map(c -> c.spec.labels().getOrDefault(ContainerLabels.ATTEMPT, "none"))
        .toList();
  }

  /** The containers that are no slots. */
  public synchronized List<String> names() {
    return containers.all().filter(c -> !c.isSlot()).map(c -> c.spec.name()).toList();
  }

  /** The containers that run and are no slots. */
  public synchronized List<String> running() {
    return containers
        .all()
        .filter(c -> !c.isSlot() && c.phase() == Phase.RUNNING)
        .map(c -> c.spec.name())
        .toList();
  }

  public synchronized List<String> slots() {
    return containers.all().filter(FakeContainer::isSlot).map(c -> c.spec.name()).toList();
  }

  public synchronized ContainerSpec spec(String name) {
    return containers.named(name).spec;
  }

  // For the engine.

  final void awaitImageResponses() {
    pendingImageRequests.incrementAndGet();
    try {
      imageResponses.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      pendingImageRequests.decrementAndGet();
    }
  }

  final void checkLogs() {
    failures.beforeLog();
  }

  final synchronized <T> T read(Supplier<T> request) {
    failures.beforeCall();
    return request.get();
  }

  final void perform(Runnable request) {
    read(() -> {
      request.run();
      return true;
    });
  }

  final <T> T change(Supplier<T> action) {
    T result;
    try {
      result = read(action);
    } finally {
      notifyListeners();
    }
    synchronized (this) {
      failures.afterChange();
    }
    return result;
  }

  private void happen(Runnable event) {
    synchronized (this) {
      event.run();
    }
    notifyListeners();
  }

  /** Outside the lock, so that a listener may wait for a thread that calls the engine. */
  final void notifyListeners() {
    List<Runnable> now;
    synchronized (this) {
      now = containers.takePending();
    }
    now.forEach(Runnable::run);
  }
}
