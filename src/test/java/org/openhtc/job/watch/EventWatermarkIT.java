package org.openhtc.job.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.springframework.dao.DataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;

/** Events that become visible in another order than that of their ordinals. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventWatermarkIT {
  private static final int WRITERS = 6;
  private static final int STEPS = 60;

  @Autowired DataSource database;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private JobWorld world;
  private EventWatermark watermark;

  @BeforeAll
  void createDatabase() {
    world = JobWorld.withManyConnections(database, "watermark");
    watermark = world.bean(EventWatermark.class);
  }

  @BeforeEach
  void clear() {
    world.clear();
  }

  @AfterAll
  void close() {
    threads.close();
    world.close();
  }

  @Test
  void watermarkWaitsForALowerOrdinalThatCommitsLater() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    long before = watermark.advance();
    Future<?> slow = threads.submit(() -> slowly(written, mayEnd, false));
    written.await();
    world.submit(3, 0);
    assertThat(watermark.lastAssigned()).isEqualTo(before + 2);
    assertThat(watermark.advance()).isEqualTo(before);
    assertThat(watermark.isPending()).isTrue();
    mayEnd.countDown();
    slow.get();
    assertThat(watermark.advance()).isEqualTo(before + 2);
    assertThat(watermark.isPending()).isFalse();
  }

  @Test
  void watermarkDoesNotWaitForARolledBackTransaction() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    long before = watermark.advance();
    Future<?> failing = threads.submit(() -> slowly(written, mayEnd, true));
    written.await();
    assertThat(watermark.advance()).isEqualTo(before);
    mayEnd.countDown();
    failing.get();
    assertThat(watermark.advance()).isEqualTo(before + 1);
    assertThat(world.jobs()).isEmpty();
  }

  @Test
  void watermarkStaysIfTheWritersCannotBeRead() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicBoolean fails = new AtomicBoolean();
    EventWatermark fragile =
        new EventWatermark(
            new TaskEventStore(world.jdbc) {
              @Override
              Set<String> writers() {
                if (fails.getAndSet(false)) {
                  throw new TransientDataAccessResourceException("The connection was cut");
                }
                return super.writers();
              }
            });
    long before = fragile.advance();
    Future<?> slow = threads.submit(() -> slowly(written, mayEnd, false));
    written.await();
    fails.set(true);
    assertThatThrownBy(fragile::advance).isInstanceOf(DataAccessException.class);
    assertThat(fragile.advance()).isEqualTo(before);
    mayEnd.countDown();
    slow.get();
    assertThat(fragile.advance()).isEqualTo(before + 1);
  }

  /** Later writers do not delay the watermark for the events of earlier ones. */
  @Test
  void newWritersDelayNoReader() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    long before = watermark.advance();
    Future<?> first = threads.submit(() -> slowly(written, mayEnd, false));
    written.await();
    assertThat(watermark.advance()).isEqualTo(before);
    CountDownLatch secondWritten = new CountDownLatch(1);
    CountDownLatch secondMayEnd = new CountDownLatch(1);
    Future<?> second = threads.submit(() -> slowly(secondWritten, secondMayEnd, false));
    secondWritten.await();
    mayEnd.countDown();
    first.get();
    assertThat(watermark.advance()).isEqualTo(before + 1);
    secondMayEnd.countDown();
    second.get();
    assertThat(watermark.advance()).isEqualTo(before + 2);
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
  void readerReceivesEachEventOnceAndInOrderDuringManyWrites() throws Exception {
    List<UUID> batches = IntStream.range(0, 4).mapToObj(i -> world.submit(40, 1)).toList();
    CountDownLatch writing = new CountDownLatch(WRITERS);
    List<Future<?>> writers =
        IntStream.range(0, WRITERS)
            .<Future<?>>mapToObj(seed -> threads.submit(() -> write(batches, seed, writing)))
            .toList();
    Map<JobId, List<JobHistoryEntry>> received = new HashMap<>();
    TaskEventReader reader =
        new TaskEventReader(
            world.bean(TaskEventStore.class), world.task, null, EventPosition.after(0), 7);
    int polls = 0;
    while (writing.getCount() > 0 || watermark.advance() < watermark.lastAssigned()) {
      reader.follow(watermark.advance(), event -> receive(received, event));
      polls++;
    }
    reader.follow(watermark.advance(), event -> receive(received, event));
    for (Future<?> writer : writers) {
      writer.get();
    }
    assertThat(polls).isGreaterThan(10);
    assertThat(received)
        .isEqualTo(
            world.jobs().stream().collect(Collectors.toMap(JobRow::id, job -> world.history(job))));
  }

  private static void receive(Map<JobId, List<JobHistoryEntry>> received, StoredEvent.Event event) {
    received
        .computeIfAbsent(JobId.parse(event.entry().jobId()).orElseThrow(), id -> new ArrayList<>())
        .add(event.entry());
  }

  private void write(List<UUID> batches, int seed, CountDownLatch writing) {
    Random random = new Random(seed);
    try {
      for (int step = 0; step < STEPS; step++) {
        UUID batch = batches.get(random.nextInt(batches.size()));
        switch (random.nextInt(5)) {
          case 0 -> world.admit();
          case 1 -> world.place(world.plan(3));
          case 2 -> world.cancel(new JobId(batch, random.nextInt(40)));
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
