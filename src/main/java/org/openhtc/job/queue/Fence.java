package org.openhtc.job.queue;

/** Checks, inside the transaction that relies on it, whether the caller is still the leader. */
@FunctionalInterface
public interface Fence {
  boolean holds();
}
