package org.openhtc.lease;

/**
 * Leases such as {@code host:a} and {@code host:b} are of one kind, {@code host}, and are spread
 * over the processes. Other leases are single, and the first process that takes one keeps it.
 */
final class LeaseKind {
  private static final char SEPARATOR = ':';

  private LeaseKind() {}

  /** The kind of a lease; empty for a single one. */
  static String of(String scope) {
    return scope.substring(0, Math.max(0, scope.indexOf(SEPARATOR)));
  }

  static boolean isSpread(String scope) {
    return scope.indexOf(SEPARATOR) > 0;
  }

  static boolean isOf(String scope, String kind) {
    return scope.length() > kind.length()
        && scope.charAt(kind.length()) == SEPARATOR
        && scope.startsWith(kind);
  }
}
