/** Cancels the jobs of a task or group, or one job, on a user's request. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.cancellation;
