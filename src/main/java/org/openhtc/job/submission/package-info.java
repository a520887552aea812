/** Takes batches of jobs, checks them and stores them; {@code POST jobs/batch}. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.submission;
