package org.openhtc.job.lifecycle;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The jobs of a batch that share its tail: those from index {@code next} on, except the withdrawn
 * ones.
 *
 * @param next the first job of the tail; {@code size} if there is none
 * @param withdrawn jobs after {@code next} that have rows of their own
 */
public record Tail(int next, int size, Set<Integer> withdrawn) {
  public Tail {
    withdrawn = Set.copyOf(withdrawn);
  }

  /** A tail as its batch's row stores it. */
  public static Tail of(int next, int size, Integer[] withdrawn) {
    return new Tail(next, size, Set.copyOf(Arrays.asList(withdrawn)));
  }

  /** The indexes of its jobs, in ascending order. */
  public IntStream jobs() {
    return IntStream.range(next, size).filter(index -> !withdrawn.contains(index));
  }

  /** The tail without its first {@code placed} jobs. */
  Tail after(int placed) {
    return from(jobs().skip(placed).findFirst().orElse(size), withdrawn);
  }

  /** Whether the job is part of the tail. */
  boolean contains(int index) {
    return next <= index && index < size && !withdrawn.contains(index);
  }

  /** The tail without some of its jobs, which get rows of their own. */
  Tail without(Set<Integer> indexes) {
    Set<Integer> more = new TreeSet<>(withdrawn);
    more.addAll(indexes);
    int first = jobs().filter(job -> !indexes.contains(job)).findFirst().orElse(size);
    return from(first, more);
  }

  /** Withdrawn jobs before the tail's first job need no entry: they have rows like other jobs. */
  private Tail from(int first, Set<Integer> withdrawnSoFar) {
    Set<Integer> remaining = new TreeSet<>(withdrawnSoFar);
    remaining.removeIf(index -> index < first);
    return new Tail(first, size, remaining);
  }

  Integer[] withdrawnInOrder() {
    return withdrawn.stream().sorted().toArray(Integer[]::new);
  }
}
