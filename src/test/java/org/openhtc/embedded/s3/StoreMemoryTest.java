package org.openhtc.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.openhtc.embedded.s3.StoreMemory.Reservation;
import org.openhtc.testing.Timeouts;

class StoreMemoryTest {
  private final StoreMemory memory = new StoreMemory(400);

  @Test
  void ownerGetsAQuarterAndLeavesTheRestToOthers() {
    Reservation whole = memory.reserve("a", 1000);
    CompletableFuture<Reservation> more = waiting("a", 1, 1);
    memory.reserve("b", 60).close();
    memory.reserve("c", 100).close();
    assertThat(more).isNotDone();
    whole.close();
    assertThat(more).succeedsWithin(Timeouts.STEP);
  }

  @Test
  void reservationWaitsForTheMemoryOfOthers() {
    List<Reservation> others = new ArrayList<>();
    for (String owner : List.of("a", "b", "c", "d")) {
      others.add(memory.reserve(owner, 100));
    }
    CompletableFuture<Reservation> last = waiting("e", 50, 1);
    assertThat(last).isNotDone();
    others.getFirst().close();
    assertThat(last).succeedsWithin(Timeouts.STEP);
  }

  @Test
  void largeRequestIsServedBeforeLaterSmallOnesOfItsOwner() {
    Reservation first = memory.reserve("a", 60);
    Reservation second = memory.reserve("a", 40);
    CompletableFuture<Reservation> large = waiting("a", 100, 1);
    CompletableFuture<Reservation> small = waiting("a", 40, 2);
    second.close();
    assertThat(large).isNotDone();
    assertThat(small).isNotDone();
    first.close();
    assertThat(large).succeedsWithin(Timeouts.STEP);
    assertThat(small).isNotDone();
    large.join().close();
    assertThat(small).succeedsWithin(Timeouts.STEP);
  }

  /** Returns when so many requests wait. */
  private CompletableFuture<Reservation> waiting(String owner, long bytes, int count) {
    CompletableFuture<Reservation> reservation =
        CompletableFuture.supplyAsync(
            () -> memory.reserve(owner, bytes), Thread::startVirtualThread);
    await().atMost(Timeouts.STEP).until(() -> memory.waiting() == count);
    return reservation;
  }
}
