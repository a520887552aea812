package org.openhtc.job.log;

import org.openhtc.job.JobJson;
import org.openhtc.job.query.JobQueries;
import org.openhtc.job.watch.TaskEventNotifier;
import org.openhtc.job.watch.WatchSettings;
import org.springframework.stereotype.Component;

/** What every stream of a log works with. */
@Component
record LogStreams(
    TaskEventNotifier news,
    JobQueries queries,
    LogReadLimiter logs,
    JobJson json,
    WatchSettings settings) {}
