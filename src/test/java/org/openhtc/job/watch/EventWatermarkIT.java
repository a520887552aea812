package org.openhtc.job.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openhtc.job.JobEvent;
import org.openhtc.job.JobId;
import org.openhtc.job.JobWorld;
import org.openhtc.job.query.JobHistoryEntry;
import org.openhtc.job.query.JobRow;
import org.openhtc.testing.ServiceTest;
import org.springframework.beans.factory.annotation.Autowired;

/** Events that are seen in another order than they were numbered. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventWatermarkIT {
  private static final int WRITERS = 6;
  private static final int STEPS = 60;

  @Autowired DataSource database;
  private final ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor();
  private JobWorld world;

  @BeforeAll
  void ownDatabase() {
    world = JobWorld.crowded(database, "horizon");
  }

  @BeforeEach
  void nothing() {
    world.clear();
  }

  @AfterAll
  void everybodyGoesHome() {
    crowd.close();
    world.close();
  }

  @Test
  void lowerOrdinalThatComesLaterIsWaitedFor() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    long before = world.horizon.look();
    Future<?> slow = crowd.submit(() -> slowly(written, mayEnd, false));
    written.await();
    world.submit(3, 0);
    assertThat(world.horizon.lastDrawn()).isEqualTo(before + 2);
    assertThat(world.horizon.look()).isEqualTo(before);
    assertThat(world.horizon.isWaiting()).isTrue();
    mayEnd.countDown();
    slow.get();
    assertThat(world.horizon.look()).isEqualTo(before + 2);
    assertThat(world.horizon.isWaiting()).isFalse();
  }

  @Test
  void ordinalsOfATransactionThatFailedAreNotWaitedFor() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    long before = world.horizon.look();
    Future<?> failing = crowd.submit(() -> slowly(written, mayEnd, true));
    written.await();
    assertThat(world.horizon.look()).isEqualTo(before);
    mayEnd.countDown();
    failing.get();
    assertThat(world.horizon.look()).isEqualTo(before + 1);
    assertThat(world.jobs()).isEmpty();
  }

  /** Writers that come later do not put off what earlier ones have written. */
  @Test
  void newWritersHoldNobodyUp() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    long before = world.horizon.look();
    Future<?> first = crowd.submit(() -> slowly(written, mayEnd, false));
    written.await();
    assertThat(world.horizon.look()).isEqualTo(before);
    CountDownLatch secondWritten = new CountDownLatch(1);
    CountDownLatch secondMayEnd = new CountDownLatch(1);
    Future<?> second = crowd.submit(() -> slowly(secondWritten, secondMayEnd, false));
    secondWritten.await();
    mayEnd.countDown();
    first.get();
    assertThat(world.horizon.look()).isEqualTo(before + 1);
    secondMayEnd.countDown();
    second.get();
    assertThat(world.horizon.look()).isEqualTo(before + 2);
  }

  private void slowly(CountDownLatch written, CountDownLatch mayEnd, boolean fails) {
    world.transaction.executeWithoutResult(status -> {
      world.submit(2, 0);
      written.countDown();
      try {
        mayEnd.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (fails) {
        status.setRollbackOnly();
      }
    });
  }

  @Test
  void followerBesideManyWritersHearsEachEventOnceAndInOrder() throws Exception {
    List<UUID> batches = IntStream.range(0, 4).mapToObj(i -> world.submit(40, 1)).toList();
    CountDownLatch writing = new CountDownLatch(WRITERS);
    List<Future<?>> writers =
        IntStream.range(0, WRITERS)
            .<Future<?>>mapToObj(seed -> crowd.submit(() -> write(batches, seed, writing)))
            .toList();
    Map<JobId, List<JobHistoryEntry>> heard = new HashMap<>();
    TaskEventReader follower =
        new TaskEventReader(world.feed, world.task, null, EventPosition.after(0), 7);
    int looks = 0;
    while (writing.getCount() > 0 || world.horizon.look() < world.horizon.lastDrawn()) {
      follower.follow(world.horizon.look(), event -> hear(heard, event));
      looks++;
    }
    follower.follow(world.horizon.look(), event -> hear(heard, event));
    for (Future<?> writer : writers) {
      writer.get();
    }
    assertThat(looks).isGreaterThan(10);
    assertThat(heard)
        .isEqualTo(
            world.jobs().stream()
                .collect(Collectors.toMap(JobRow::id, job -> world.history.of(job))));
  }

  private static void hear(Map<JobId, List<JobHistoryEntry>> heard, StoredEvent.Event event) {
    heard
        .computeIfAbsent(JobId.parse(event.line().jobId()).orElseThrow(), id -> new ArrayList<>())
        .add(event.line());
  }

  private void write(List<UUID> batches, int seed, CountDownLatch writing) {
    Random random = new Random(seed);
    try {
      for (int step = 0; step < STEPS; step++) {
        UUID batch = batches.get(random.nextInt(batches.size()));
        switch (random.nextInt(5)) {
          case 0 -> world.admit();
          case 1 -> world.place(world.plan(3));
          case 2 -> world.cancellation.cancel(world.task, new JobId(batch, random.nextInt(40)));
          default -> reports(random);
        }
      }
    } finally {
      writing.countDown();
    }
  }

  private void reports(Random random) {
    List<JobRow> onHosts = world.jobs().stream().filter(job -> job.status().isOnHost()).toList();
    if (!onHosts.isEmpty()) {
      world.report(
          onHosts.get(random.nextInt(onHosts.size())),
          random.nextBoolean() ? new JobEvent.ContainerStarted() : new JobEvent.Exited(1, false));
    }
  }
}
