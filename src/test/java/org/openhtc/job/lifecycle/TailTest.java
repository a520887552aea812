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
  void withdrawnJobIsLeftOut() {
    Tail tail = new Tail(0, 5, Set.of()).without(2);
    assertThat(tail).isEqualTo(new Tail(0, 5, Set.of(2)));
    assertThat(tail.jobs()).containsExactly(0, 1, 3, 4);
  }

  @Test
  void tailBeginsWithAJobOfItsOwn() {
    assertThat(new Tail(0, 5, Set.of(1, 2)).without(0)).isEqualTo(new Tail(3, 5, Set.of()));
    assertThat(new Tail(0, 5, Set.of(1, 4)).after(1)).isEqualTo(new Tail(2, 5, Set.of(4)));
  }

  @Test
  void tailOfWithdrawnJobsAloneIsOver() {
    assertThat(new Tail(3, 5, Set.of(4)).without(3)).isEqualTo(new Tail(5, 5, Set.of()));
    assertThat(new Tail(0, 5, Set.of(2, 3, 4)).after(2)).isEqualTo(new Tail(5, 5, Set.of()));
  }

  @Test
  void plannedPlacementsPassOverWithdrawnJobs() {
    TailSlice take = TailSlice.of(planned(4, 3), new Tail(4, 9, Set.of(5, 7)));
    assertThat(take.placements()).extracting(p -> p.job().index()).containsExactly(4, 6, 8);
    assertThat(take.first()).isEqualTo(4);
    assertThat(take.next()).isEqualTo(9);
  }

  @Test
  void moreThanIsLeftIsNotTaken() {
    TailSlice take = TailSlice.of(planned(0, 3), new Tail(0, 3, Set.of(1)));
    assertThat(take.placements()).extracting(p -> p.job().index()).containsExactly(0, 2);
  }

  @Test
  void planOfATailThatMovedStaysAsItIsAndFailsItsGuard() {
    TailSlice take = TailSlice.of(planned(0, 2), new Tail(1, 9, Set.of(5)));
    assertThat(take.first()).isZero();
    assertThat(take.placements()).hasSize(2);
  }

  private static List<Placement> planned(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(index -> new Placement(new JobId(BATCH, index), 0, "h"))
        .toList();
  }
}
