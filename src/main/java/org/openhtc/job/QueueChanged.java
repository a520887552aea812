package org.openhtc.job;

/**
 * Published after jobs were submitted, have ended, or returned to the queue: there may be work or
 * room. A hint to read the database, which alone is authoritative.
 */
public record QueueChanged() {}
