package org.openhtc.job.queue;

/** What all jobs on a host use together, in the units of {@link Demand}. */
public record HostUse(String host, int jobs, long vcpus, long memoryMib, long diskGib) {

  /** The use of a host without jobs. */
  public static HostUse none(String host) {
    return new HostUse(host, 0, 0, 0, 0);
  }
}
