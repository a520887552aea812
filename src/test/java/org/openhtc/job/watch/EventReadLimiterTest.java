package org.openhtc.job.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openhtc.api.Caller;
import org.openhtc.api.Role;
import org.openhtc.job.JobStatus;
import org.openhtc.job.lifecycle.Tail;
import org.openhtc.stream.TestStreams;

/** The streams of some users, which read from a store that responds only when the test lets it. */
class EventReadLimiterTest {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int EVENTS_PER_SECOND = 10_000;
  private static final int HISTORY_PER_SECOND = 2_000;
  private static final int EVENTS_OF_A_PAGE = 1_000;

  private final TestStreams streams = new TestStreams();
  private final Semaphore responses = new Semaphore(0);
  private final Map<UUID, AtomicInteger> reading = new ConcurrentHashMap<>();
  private final AtomicInteger pages = new AtomicInteger();
  private final EventReadLimiter limiter =
      new EventReadLimiter(
          this::read, new WatchSettings(POLL, POLL, EVENTS_PER_SECOND, HISTORY_PER_SECOND));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() {
    responses.release(1_000_000);
    streams.stop();
    threads.close();
  }

  /** The task's id is that of the user, so that the reads of a user can be counted. */
  private List<StoredEvent> read(
      UUID task, @Nullable String group, EventPosition after, long until, int limit) {
    AtomicInteger ofUser = reading.computeIfAbsent(task, id -> new AtomicInteger());
    ofUser.incrementAndGet();
    try {
      responses.acquireUninterruptibly();
      pages.incrementAndGet();
      Tail jobs = new Tail(0, EVENTS_OF_A_PAGE, Set.of());
      return List.of(
          new StoredEvent.OfTail(
              1, UUID.randomUUID(), jobs, 1, Instant.EPOCH, JobStatus.RUNNABLE, "", false));
    } finally {
      ofUser.decrementAndGet();
    }
  }

  @Test
  void streamsOfAUserReadOnePageAtATime() {
    UUID alice = new UUID(0, 1);
    IntStream.range(0, 50).forEach(i -> readForEver(alice));
    UUID bob = new UUID(0, 2);
    readForEver(bob);
    await().until(() -> readsOf(alice) == 1 && readsOf(bob) == 1);
    responses.release(10);
    await()
        .until(() -> {
          assertThat(readsOf(alice)).isLessThanOrEqualTo(1);
          return pages.get() == 10;
        });
  }

  @Test
  void usersReadAFewPagesAtATime() {
    IntStream.range(0, 10).forEach(i -> readForEver(new UUID(0, i)));
    await().until(() -> allReads() == 4);
    await().during(Duration.ofMillis(100)).until(() -> allReads() == 4);
  }

  @Test
  void eventsOfAUserAreLimitedPerSecond() {
    responses.release(1_000);
    UUID alice = new UUID(0, 1);
    long started = System.nanoTime();
    IntStream.range(0, 5).forEach(i -> readForEver(alice));
    await().until(() -> pages.get() >= 6);
    Duration least = Duration.ofSeconds(5 * EVENTS_OF_A_PAGE).dividedBy(EVENTS_PER_SECOND);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(least);
  }

  @Test
  void historyOfAUserIsLimitedPerSecond() {
    responses.release(1_000);
    UUID alice = new UUID(0, 1);
    long started = System.nanoTime();
    IntStream.range(0, 5).forEach(i -> readHistory(alice));
    await().until(() -> pages.get() >= 4);
    Duration least = Duration.ofSeconds(3 * EVENTS_OF_A_PAGE).dividedBy(HISTORY_PER_SECOND);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(least);
  }

  @Test
  void oneUserReadsHistoryAtATimeAndDelaysNoStreamThatHasCaughtUp() {
    UUID alice = new UUID(0, 1);
    IntStream.range(0, 10).forEach(i -> readHistory(new UUID(1, i)));
    await().until(() -> allReads() == 1);
    readHistory(alice);
    readForEver(alice);
    readForEver(new UUID(0, 2));
    await().until(() -> allReads() == 3 && readsOf(alice) == 1);
  }

  private void readForEver(UUID user) {
    read(user, LimitedEvents::caughtUp);
  }

  private void readHistory(UUID user) {
    read(user, events -> {});
  }

  private void read(UUID user, Consumer<LimitedEvents> first) {
    Caller caller = new Caller.UserCaller(user.toString(), "a@example.org", "w", "o", Role.USER);
    threads.execute(() ->
        streams.serve(
            caller,
            stream -> {
              try (LimitedEvents events = limiter.open(caller, stream)) {
                first.accept(events);
                while (stream.isOpen()) {
                  events.read(user, null, EventPosition.after(0), 1, 500);
                }
              }
            }));
  }

  private int readsOf(UUID user) {
    AtomicInteger reads = reading.get(user);
    return reads == null ? 0 : reads.get();
  }

  private int allReads() {
    return reading.values().stream().mapToInt(AtomicInteger::get).sum();
  }
}
