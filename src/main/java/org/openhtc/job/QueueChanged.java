package org.openhtc.job;

/**
 * Published after jobs were submitted, ended or sent back to the queue: there may be work or room.
 * A hint to look, never the truth.
 */
public record QueueChanged() {}
