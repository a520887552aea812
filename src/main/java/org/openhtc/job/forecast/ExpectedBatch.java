package org.openhtc.job.forecast;

/**
 * When the waiting jobs of a batch are expected to start.
 *
 * @param first of them
 * @param last of them
 */
public record ExpectedBatch(ExpectedStart first, ExpectedStart last) {}
