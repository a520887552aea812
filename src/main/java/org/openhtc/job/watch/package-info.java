/** Streams the events of a task's jobs; {@code GET jobs/stream}. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.watch;
