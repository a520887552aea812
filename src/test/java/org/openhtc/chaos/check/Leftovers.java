package org.openhtc.chaos.check;

import java.util.List;

/**
 * What is present when all jobs have ended and the time for the cleanup is over.
 *
 * @param containers the names of the containers of jobs
 * @param logs the logs of this run's jobs, in the database and in the store
 * @param credentials the jobs whose token still obtains credentials for the store
 * @param files temporary files of the processes, and uploads of the store that were not completed
 */
public record Leftovers(
    List<String> containers, List<LogRecord> logs, List<String> credentials, List<String> files) {}
