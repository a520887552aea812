/** Removes batches some time after the last of their jobs ended, and the jobs of deleted tasks. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.retention;
