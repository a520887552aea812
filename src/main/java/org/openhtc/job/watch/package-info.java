/** Streams the events of a task's jobs, and notifies the streams of other packages. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.watch;
