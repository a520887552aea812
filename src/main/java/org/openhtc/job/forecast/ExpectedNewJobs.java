package org.openhtc.job.forecast;

import org.jspecify.annotations.Nullable;

/**
 * What jobs would meet if they were submitted now.
 *
 * @param hosts how many hosts are large enough for such a job and may run it
 * @param reason one sentence: why the first job would wait, or that it would start at once
 * @param expected null if no host can run the jobs
 */
public record ExpectedNewJobs(int hosts, String reason, @Nullable ExpectedBatch expected) {}
