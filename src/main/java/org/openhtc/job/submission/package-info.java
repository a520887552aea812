/** Accepts batches of jobs: checks them, pins their images, and stores them once per key. */
@org.jspecify.annotations.NullMarked
package org.openhtc.job.submission;
