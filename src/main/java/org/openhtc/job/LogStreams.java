package org.openhtc.job;

import org.springframework.stereotype.Component;

/** What every stream of a log works with. */
@Component
record LogStreams(
    JobNews news, JobQueries queries, LogReads logs, JobJson json, WatchSettings settings) {}
