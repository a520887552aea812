package org.openhtc.body;

/**
 * The limits of an operation's body, in bytes.
 *
 * @param max the largest body
 * @param small up to this size, a body needs no part of the memory budget
 */
record BodyLimits(long max, long small) {
  String sentence() {
    return "The body is larger than %d bytes.".formatted(max);
  }
}
