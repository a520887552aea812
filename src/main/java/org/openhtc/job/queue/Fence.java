package org.openhtc.job.queue;

/** Says, inside the transaction that relies on it, whether the caller still leads. */
@FunctionalInterface
public interface Fence {
  boolean holds();
}
