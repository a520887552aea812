package org.openhtc.job.failure;

/**
 * The end of the logs of some failed jobs, whose last lines are equal except for the numbers in
 * them.
 *
 * @param line the last line of the example, shortened if it is long
 * @param jobs how many of the examined jobs
 * @param exampleJobId the one that was submitted last
 */
record LastLine(String line, int jobs, String exampleJobId) {}
