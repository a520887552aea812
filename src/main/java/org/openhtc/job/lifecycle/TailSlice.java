package org.openhtc.job.lifecycle;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;

/**
 * Placements of the first jobs of one tail.
 *
 * @param first where the tail begins, unless another transaction has placed jobs of it meanwhile
 * @param next where the tail begins after these placements
 */
record TailSlice(List<Placement> placements, int first, int next) {

  /**
   * A plan numbers the jobs of a tail consecutively; this method skips those that were withdrawn.
   *
   * @param wanted planned placements of one batch, in order
   * @param withGaps the locked batch's tail if jobs of it were withdrawn; null otherwise
   */
  static TailSlice of(List<Placement> wanted, @Nullable Tail withGaps) {
    int first = wanted.stream().mapToInt(p -> p.job().index()).min().orElseThrow();
    if (withGaps == null || withGaps.next() != first) {
      return new TailSlice(wanted, first, first + wanted.size());
    }
    int[] indexes = withGaps.jobs().limit(wanted.size()).toArray();
    List<Placement> placements =
        IntStream.range(0, indexes.length).mapToObj(i -> at(wanted.get(i), indexes[i])).toList();
    return new TailSlice(placements, first, withGaps.after(indexes.length).next());
  }

  private static Placement at(Placement wanted, int index) {
    return new Placement(
        new JobId(wanted.job().batchId(), index), wanted.fromAttempt(), wanted.host());
  }
}
