package org.openhtc.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;

class TailTest {
  private static final UUID BATCH = new UUID(0, 7);

  @Test
  void withdrawnJobIsNotInTheTail() {
    Tail tail = new Tail(0, 5, Set.of()).without(Set.of(2));
    assertThat(tail).isEqualTo(new Tail(0, 5, Set.of(2)));
    assertThat(tail.jobs()).containsExactly(0, 1, 3, 4);
  }

  @Test
  void tailBeginsWithAJobThatIsNotWithdrawn() {
    assertThat(new Tail(0, 5, Set.of(1, 2)).without(Set.of(0))).isEqualTo(new Tail(3, 5, Set.of()));
    assertThat(new Tail(0, 5, Set.of(1, 4)).after(1)).isEqualTo(new Tail(2, 5, Set.of(4)));
  }

  @Test
  void tailOfOnlyWithdrawnJobsIsEmpty() {
    assertThat(new Tail(3, 5, Set.of(4)).without(Set.of(3))).isEqualTo(new Tail(5, 5, Set.of()));
    assertThat(new Tail(0, 5, Set.of(2, 3, 4)).after(2)).isEqualTo(new Tail(5, 5, Set.of()));
  }

  @Test
  void plannedPlacementsSkipWithdrawnJobs() {
    TailSlice slice = TailSlice.of(planned(4, 3), new Tail(4, 9, Set.of(5, 7)));
    assertThat(slice.placements()).extracting(p -> p.job().index()).containsExactly(4, 6, 8);
    assertThat(slice.first()).isEqualTo(4);
    assertThat(slice.next()).isEqualTo(9);
  }

  @Test
  void sliceHasNoMoreJobsThanTheTail() {
    TailSlice slice = TailSlice.of(planned(0, 3), new Tail(0, 3, Set.of(1)));
    assertThat(slice.placements()).extracting(p -> p.job().index()).containsExactly(0, 2);
  }

  @Test
  void planForAnOutdatedTailTakesTheJobsThatFollow() {
    TailSlice slice = TailSlice.of(planned(0, 3), new Tail(4, 9, Set.of(5)));
    assertThat(slice.placements()).extracting(p -> p.job().index()).containsExactly(4, 6, 7);
    assertThat(slice.first()).isEqualTo(4);
    assertThat(slice.next()).isEqualTo(8);
  }

  @Test
  void planForAnEmptyTailTakesNothing() {
    TailSlice slice = TailSlice.of(planned(0, 3), new Tail(9, 9, Set.of()));
    assertThat(slice.placements()).isEmpty();
    assertThat(slice.next()).isEqualTo(9);
  }

  private static List<Placement> planned(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(index -> new Placement(new JobId(BATCH, index), 0, "h"))
        .toList();
  }
}
