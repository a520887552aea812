package org.openhtc.job.queue;

import java.util.Set;
import org.openhtc.region.RegionName;

/**
 * What waits in the queue, read at the beginning of a pass of the scheduler.
 *
 * @param lastSubmission sequence number of the latest submission; submissions that begin later get
 *     higher ones
 * @param hasHeldTails whether any submitted tail waits for its admission
 * @param regions in which jobs wait, with or without hosts
 */
public record QueueOverview(long lastSubmission, boolean hasHeldTails, Set<RegionName> regions) {}
