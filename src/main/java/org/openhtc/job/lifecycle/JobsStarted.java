package org.openhtc.job.lifecycle;

/**
 * Published after jobs started on their hosts, if no other job left its host at the same time:
 * their histories have new events, but the queue and the room are unchanged. A hint to read the
 * database.
 */
public record JobsStarted() {}
