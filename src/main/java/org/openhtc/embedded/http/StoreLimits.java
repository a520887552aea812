package org.openhtc.embedded.http;

import java.time.Duration;

/**
 * What requests may use of this process, so that those of one tenant do not hinder another.
 *
 * @param perKey requests of one access key at the same time
 * @param perOwner requests of one owner's keys at the same time
 * @param perAddress connections of one address
 * @param connections of all addresses together
 * @param rateWindow for how long a body or a response may be slower than the minimum rate
 * @param minimumRate of a body or a response in bytes per second
 * @param idle longest wait for the next bytes
 * @param memory for bodies and responses that are in memory as a whole, in bytes
 * @param reservedSpace space on the disk that writes must leave, in bytes
 * @param perProject space that the objects of a project may use, in bytes
 */
public record StoreLimits(
    int perKey,
    int perOwner,
    int perAddress,
    int connections,
    Duration rateWindow,
    long minimumRate,
    Duration idle,
    int memory,
    long reservedSpace,
    long perProject) {

  /**
   * The limits of the service; the memory is a sixteenth of its heap.
   *
   * @param perProject as of the record
   */
  public static StoreLimits standard(long perProject) {
    long memory = Runtime.getRuntime().maxMemory() / 16;
    return new StoreLimits(
        64,
        256,
        256,
        1024,
        Duration.ofSeconds(20),
        1024,
        Duration.ofSeconds(20),
        (int) Math.clamp(memory, 16L << 20, 256L << 20),
        1L << 30,
        perProject);
  }
}
