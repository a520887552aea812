package org.openhtc.job.lifecycle;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;

/**
 * Placements that take the first jobs of one tail.
 *
 * @param first where the tail begins as long as nobody else was faster
 * @param next where it begins afterwards
 */
public record TailSlice(List<Placement> placements, int first, int next) {

  /**
   * A plan counts a tail's jobs through; here it learns which of them were withdrawn.
   *
   * @param wanted planned placements of one batch, in order
   * @param pierced the locked batch's tail when jobs of it were withdrawn; null else
   */
  static TailSlice of(List<Placement> wanted, @Nullable Tail pierced) {
    int first = wanted.stream().mapToInt(p -> p.job().index()).min().orElseThrow();
    if (pierced == null || pierced.next() != first) {
      return new TailSlice(wanted, first, first + wanted.size());
    }
    int[] indexes = pierced.jobs().limit(wanted.size()).toArray();
    List<Placement> placements =
        IntStream.range(0, indexes.length).mapToObj(i -> at(wanted.get(i), indexes[i])).toList();
    return new TailSlice(placements, first, pierced.after(indexes.length).next());
  }

  private static Placement at(Placement wanted, int index) {
    return new Placement(
        new JobId(wanted.job().batchId(), index), wanted.fromAttempt(), wanted.host());
  }
}
