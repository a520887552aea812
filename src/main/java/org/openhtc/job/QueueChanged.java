package org.openhtc.job;

/**
 * Published after jobs were submitted or cancelled, or left their hosts: there may be work or room.
 * A hint to read the database, which alone is authoritative.
 */
public record QueueChanged() {}
