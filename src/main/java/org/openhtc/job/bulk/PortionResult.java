package org.openhtc.job.bulk;

import java.util.List;

/**
 * What a portion has changed.
 *
 * @param atOnce jobs that ended, or wait for another attempt
 * @param hosts the host of each job that was requested to stop
 */
record PortionResult(int atOnce, List<String> hosts) {}
