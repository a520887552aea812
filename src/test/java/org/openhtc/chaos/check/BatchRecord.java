package org.openhtc.chaos.check;

import java.util.List;
import java.util.Set;

/**
 * A batch that the service has accepted, and what was requested for it.
 *
 * @param jobs their number
 * @param exitCode with which its programs end if they are not stopped
 * @param log the lines that its programs print
 * @param cancelled the indexes of the jobs whose cancellation was requested, also without a
 *     response
 * @param retries how many requests to retry its jobs were sent
 */
public record BatchRecord(
    int jobs, int exitCode, List<String> log, Set<Integer> cancelled, int retries) {}
