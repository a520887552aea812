package org.openhtc.job;

/**
 * A complete log that is short enough to be stored in the database, in the transaction that stores
 * the end of its attempt.
 *
 * @param gzip lines of time stamp, space, text and line feed, compressed; at most {@link
 *     #MAX_BYTES}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying each log would cost memory
public record SmallLog(byte[] gzip) {
  /** The compressed size up to which a log is stored in the database. */
  public static final int MAX_BYTES = 8 << 10;
}
