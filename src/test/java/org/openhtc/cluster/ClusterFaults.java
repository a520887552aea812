package org.openhtc.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What goes wrong in a cluster, as tests script it. */
final class ClusterFaults {
  private record Scripted(Predicate<ClusterRequest> of, int code) {}

  private record Interruption(Predicate<ClusterRequest> of, Runnable action) {}

  private final Deque<Scripted> scripted = new ArrayDeque<>();
  private final AtomicReference<@Nullable Interruption> interruption = new AtomicReference<>();
  private final AtomicInteger streams = new AtomicInteger();
  private volatile int firstWholeStream;
  private volatile int copies = 1;
  private volatile int page = Integer.MAX_VALUE;
  private volatile @Nullable String refusal;

  /** The next request that matches gets this status instead of a response. */
  synchronized void next(Predicate<ClusterRequest> of, int code) {
    scripted.add(new Scripted(of, code));
  }

  synchronized @Nullable Integer next(ClusterRequest request) {
    Scripted first = scripted.peek();
    if (first == null || !first.of.test(request)) {
      return null;
    }
    scripted.remove();
    return first.code;
  }

  /** Before the next request that matches is served, the action runs. */
  void beforeNext(Predicate<ClusterRequest> of, Runnable action) {
    interruption.set(new Interruption(of, action));
  }

  void interrupt(ClusterRequest request) {
    Interruption scheduled = interruption.get();
    if (scheduled != null
        && scheduled.of.test(request)
        && interruption.compareAndSet(scheduled, null)) {
      scheduled.action.run();
    }
  }

  /** Ends all streams that are open now. */
  void cutStreams() {
    firstWholeStream = streams.get();
  }

  /** Returns the number of the stream. */
  int streamOpened() {
    return streams.getAndIncrement();
  }

  int streams() {
    return streams.get();
  }

  boolean isStreamCut(int stream) {
    return stream < firstWholeStream;
  }

  /** How often streams send each change. */
  void copies(int count) {
    copies = count;
  }

  int copies() {
    return copies;
  }

  /** Objects of one page of a list at most. */
  void page(int size) {
    page = size;
  }

  int page() {
    return page;
  }

  /** Why no pod may be created; null: pods may. */
  void refusal(@Nullable String message) {
    refusal = message;
  }

  @Nullable String refusal() {
    return refusal;
  }
}
