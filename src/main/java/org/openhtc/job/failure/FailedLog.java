package org.openhtc.job.failure;

import org.openhtc.job.JobId;
import org.openhtc.job.SmallLog;

/** The log of the last attempt of a failed job. */
record FailedLog(JobId job, SmallLog log) {}
