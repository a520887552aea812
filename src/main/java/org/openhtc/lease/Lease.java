package org.openhtc.lease;

/**
 * The right of one process to lead a scope, until it expires or is renewed.
 *
 * @param epoch grows with every change of holder, so that an earlier holder's writes can be fenced
 *     off
 */
public record Lease(String scope, String holder, long epoch) {}
