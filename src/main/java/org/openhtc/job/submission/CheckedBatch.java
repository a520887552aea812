package org.openhtc.job.submission;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openhtc.job.JobDefinition;
import org.openhtc.job.JobTag;
import org.openhtc.job.retry.FailFast;
import org.openhtc.job.retry.RetryStrategy;
import org.openhtc.region.RegionName;
import org.openhtc.registry.PinnedImage;

/**
 * A batch that obeys the rules, with all defaults filled in.
 *
 * @param image null until it is pinned, and for an image that is only on hosts
 */
record CheckedBatch(
    @Nullable String jobName,
    int size,
    List<RegionName> regions,
    RetryStrategy retryStrategy,
    @Nullable FailFast failFast,
    List<JobTag> tags,
    JobDefinition definition,
    @Nullable PinnedImage image) {

  CheckedBatch with(@Nullable PinnedImage pinned) {
    return new CheckedBatch(
        jobName, size, regions, retryStrategy, failFast, tags, definition, pinned);
  }
}
