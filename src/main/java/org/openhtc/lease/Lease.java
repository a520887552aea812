package org.openhtc.lease;

/**
 * The right to lead until it expires.
 *
 * @param epoch grows with every change of holder; a write that names an old epoch is fenced off
 */
public record Lease(String scope, String holder, long epoch) {}
