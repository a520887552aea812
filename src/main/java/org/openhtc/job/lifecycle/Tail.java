package org.openhtc.job.lifecycle;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which jobs of a batch share its tail: those from {@code next} on, but for the withdrawn ones.
 *
 * @param next the first job of the tail; {@code size} when there is none
 * @param withdrawn jobs behind {@code next} that were cancelled alone
 */
public record Tail(int next, int size, Set<Integer> withdrawn) {
  public Tail {
    withdrawn = Set.copyOf(withdrawn);
  }

  public static Tail of(int next, int size, Integer[] withdrawn) {
    return new Tail(next, size, Set.copyOf(Arrays.asList(withdrawn)));
  }

  /** Indexes of its jobs, in order. */
  public IntStream jobs() {
    return IntStream.range(next, size).filter(index -> !withdrawn.contains(index));
  }

  /** What is left when the first so many jobs are placed. */
  Tail after(int placed) {
    return from(jobs().skip(placed).findFirst().orElse(size), withdrawn);
  }

  /** What is left when one of its jobs is cancelled alone. */
  Tail without(int index) {
    Set<Integer> more = new TreeSet<>(withdrawn);
    more.add(index);
    int first = jobs().filter(job -> job != index).findFirst().orElse(size);
    return from(first, more);
  }

  /** Withdrawn jobs that the tail has moved past are jobs with rows like any other. */
  private Tail from(int first, Set<Integer> withdrawnSoFar) {
    Set<Integer> behind = new TreeSet<>(withdrawnSoFar);
    behind.removeIf(index -> index < first);
    return new Tail(first, size, behind);
  }

  Integer[] withdrawnInOrder() {
    return withdrawn.stream().sorted().toArray(Integer[]::new);
  }
}
