/** Cancels one job on a user's request, and batches after failures. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.cancellation;
