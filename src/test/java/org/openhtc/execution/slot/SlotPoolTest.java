package org.openhtc.execution.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.engine.ContainerState.Phase;
import org.openhtc.execution.engine.ContainerSummary;
import org.openhtc.execution.engine.NetworkPlace;
import org.openhtc.execution.engine.Slot;
import org.openhtc.testing.SettableClock;

class SlotPoolTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();
  private static final Duration REST = PooledSlot.REST;

  private final SettableClock clock = SettableClock.stopped();
  private final SlotPool pool = new SlotPool(clock);

  @Test
  void slotHasOneContainerAtATime() {
    pool.add(slot("a"));
    assertThat(take(ONE, "job 1")).contains(slot("a"));
    assertThat(take(ONE, "job 2")).isEmpty();
    assertThat(pool.take(ONE, "job 1"))
        .as("launched again")
        .contains(new NetworkPlace.Joined(slot("a"), 2));
  }

  @Test
  void slotRestsBetweenTwoContainers() {
    use("a", ONE);
    assertThat(take(ONE, "next")).isEmpty();
    clock.advance(REST);
    assertThat(take(ONE, "next")).contains(slot("a"));
  }

  @Test
  void slotChangesItsProjectOnlyAfterALongRest() {
    use("a", ONE);
    clock.advance(REST.multipliedBy(100));
    assertThat(take(OTHER, "next")).isEmpty();
    clock.advance(PooledSlot.REST_BETWEEN_PROJECTS);
    assertThat(take(OTHER, "next")).contains(slot("a"));
  }

  @Test
  void slotOfTheProjectIsPreferredThenANewOne() {
    use("a", OTHER);
    use("b", ONE);
    pool.add(slot("c"));
    clock.advance(PooledSlot.REST_BETWEEN_PROJECTS);
    assertThat(take(ONE, "next")).contains(slot("b"));
    assertThat(take(ONE, "next but one")).contains(slot("c"));
    assertThat(take(ONE, "last")).contains(slot("a"));
  }

  @Test
  void slotFreeForTheLongestIsPreferred() {
    pool.add(slot("a"));
    pool.add(slot("b"));
    assertThat(take(ONE, "on a")).contains(slot("a"));
    assertThat(take(ONE, "on b")).contains(slot("b"));
    pool.giveBack("on b");
    clock.advance(Duration.ofMillis(100));
    pool.giveBack("on a");
    clock.advance(REST);
    assertThat(take(ONE, "next")).contains(slot("b"));
  }

  @Test
  void endOfAnEarlierContainerFreesNothing() {
    use("a", ONE);
    clock.advance(REST);
    take(ONE, "next");
    pool.giveBack("first on a");
    clock.advance(REST);
    assertThat(take(ONE, "third")).isEmpty();
  }

  @Test
  void endOfAnEarlierLaunchFreesNothing() {
    pool.add(slot("a"));
    take(ONE, "job");
    take(ONE, "job");
    pool.ended("a/1");
    clock.advance(REST);
    assertThat(take(ONE, "next")).isEmpty();
    pool.ended("a/2");
    clock.advance(REST);
    assertThat(take(ONE, "next")).isPresent();
  }

  @Test
  void lostSlotIsNotTakenAgain() {
    pool.add(slot("a"));
    take(ONE, "job");
    pool.lost("job");
    pool.giveBack("job");
    clock.advance(REST);
    assertThat(take(ONE, "next")).isEmpty();
  }

  @Test
  void wornSlotIsReplaced() {
    pool.add(slot("a"));
    for (int use = 1; use <= PooledSlot.MOST_USES; use++) {
      assertThat(take(ONE, "job " + use)).isPresent();
      pool.giveBack("job " + use);
      clock.advance(REST);
    }
    assertThat(take(ONE, "next")).isEmpty();
    pool.discard();
    assertThat(pool.contains("a")).isFalse();
  }

  @Test
  void slotThatDoesNotRunIsForgotten() {
    pool.add(slot("a"));
    pool.add(slot("b"));
    clock.advance(REST);
    pool.reconcile(list(TestLists.slot("a", Phase.EXITED)), clock.instant());
    assertThat(take(ONE, "job")).isEmpty();
  }

  @Test
  void slotThatIsNewerThanTheListIsKept() {
    var requestedAt = clock.instant();
    clock.advance(REST);
    pool.add(slot("a"));
    pool.reconcile(list(), requestedAt);
    assertThat(take(ONE, "job")).isPresent();
  }

  @Test
  void containerWhoseEndWasMissedFreesItsSlot() {
    for (var gone :
        List.of(
            list(running("a"), TestLists.user("a/1", "job", Phase.EXITED)), list(running("a")))) {
      pool.clear();
      pool.add(slot("a"));
      take(ONE, "job");
      reconcileLater(list(running("a"), TestLists.user("a/1", "job", Phase.CREATED)));
      assertThat(take(ONE, "next")).isEmpty();
      reconcileLater(gone);
      clock.advance(REST);
      assertThat(take(ONE, "next")).isPresent();
    }
  }

  @Test
  void containerThatIsNotCreatedYetKeepsItsSlot() {
    pool.add(slot("a"));
    take(ONE, "job");
    reconcileLater(list(running("a")));
    clock.advance(Duration.ofMinutes(5));
    assertThat(take(ONE, "next")).isEmpty();
    clock.advance(Duration.ofMinutes(10));
    reconcileLater(list(running("a")));
    clock.advance(REST);
    assertThat(take(ONE, "next")).isPresent();
  }

  @Test
  void longJobsNeedFewSlots() {
    pool.host(2, 1 << 20);
    int made = 0;
    for (int job = 1; job <= 64; job++) {
      made += fill(made);
      take(ONE, "job " + job);
    }
    assertThat(made).isEqualTo(4);
  }

  @Test
  void shortJobsGetEnoughSlotsToRest() {
    pool.host(2, 1 << 20);
    int made = 0;
    int without = 0;
    for (int job = 1; job <= 300; job++) {
      made += fill(made);
      without += take(ONE, "job " + job).isPresent() ? 0 : 1;
      clock.advance(Duration.ofMillis(100));
      pool.giveBack("job " + job);
    }
    assertThat(made).isBetween(11, 24);
    assertThat(without).isLessThan(30);
  }

  @Test
  void unusedSlotsAreGivenUpAfterAWhile() {
    pool.host(1, 1 << 20);
    for (String name : List.of("a", "b", "c", "d", "e")) {
      pool.add(slot(name));
    }
    take(ONE, "job");
    pool.giveBack("job");
    clock.advance(Duration.ofMinutes(9));
    pool.discard();
    assertThat(pool.contains("a")).isTrue();
    clock.advance(Duration.ofMinutes(2));
    pool.discard();
    assertThat(List.of("a", "b", "c", "d", "e").stream().filter(pool::contains)).hasSize(2);
    clock.advance(Duration.ofHours(1));
    pool.discard();
    assertThat(List.of("a", "b", "c", "d", "e").stream().filter(pool::contains)).isEmpty();
  }

  @Test
  void slotsNeedLittleOfTheMemory() {
    pool.host(64, 4096);
    take(ONE, "job");
    assertThat(fill(0)).isEqualTo(8);
  }

  private int fill(int made) {
    int more = 0;
    while (pool.needsMore() && more < 1000) {
      pool.add(slot("slot " + (made + ++more)));
    }
    return more;
  }

  private void reconcileLater(SlotList list) {
    clock.advance(Duration.ofMillis(1));
    pool.reconcile(list, clock.instant());
  }

  private static SlotList list(ContainerSummary... all) {
    return new SlotList(List.of(all));
  }

  private static ContainerSummary running(String slot) {
    return TestLists.slot(slot, Phase.RUNNING);
  }

  private Optional<Slot> take(UUID project, String container) {
    return pool.take(project, container).map(NetworkPlace.Joined::slot);
  }

  /** A new slot, used once. */
  private void use(String name, UUID project) {
    pool.add(slot(name));
    String container = "first on " + name;
    assertThat(take(project, container)).contains(slot(name));
    pool.giveBack(container);
  }

  private static Slot slot(String name) {
    return TestLists.slot(name);
  }
}
