package org.openhtc.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;

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
    CompletableFuture<Reservation> more =
        CompletableFuture.supplyAsync(() -> memory.reserve("a", 1));
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
    CompletableFuture<Reservation> last =
        CompletableFuture.supplyAsync(() -> memory.reserve("e", 50));
    assertThat(last).isNotDone();
    others.getFirst().close();
    assertThat(last).succeedsWithin(Timeouts.STEP);
  }
}
