package org.openhtc.job.lifecycle;

import java.util.List;
import java.util.stream.IntStream;
import org.openhtc.job.JobId;
import org.openhtc.job.Placement;

/**
 * Placements of the first jobs of one tail.
 *
 * @param first where the tail begins
 * @param next where the tail begins after these placements
 */
record TailSlice(List<Placement> placements, int first, int next) {

  /**
   * A plan numbers the jobs of a tail consecutively from where it began then. This method takes as
   * many jobs from where it begins now, without those that were withdrawn: the leader of another
   * region may have placed jobs of the batch meanwhile, and all jobs of a batch are equal.
   *
   * @param wanted planned placements of one batch, in order
   * @param tail of the locked batch; if it has fewer jobs, the last placements are left out
   */
  static TailSlice of(List<Placement> wanted, Tail tail) {
    int[] indexes = tail.jobs().limit(wanted.size()).toArray();
    List<Placement> placements =
        IntStream.range(0, indexes.length).mapToObj(i -> at(wanted.get(i), indexes[i])).toList();
    return new TailSlice(placements, tail.next(), tail.after(indexes.length).next());
  }

  private static Placement at(Placement wanted, int index) {
    return new Placement(
        new JobId(wanted.job().batchId(), index),
        wanted.fromAttempt(),
        wanted.host(),
        wanted.isAhead(),
        wanted.memoryMib());
  }
}
