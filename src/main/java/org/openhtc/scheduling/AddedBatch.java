package org.openhtc.scheduling;

import java.util.List;
import java.util.UUID;
import org.openhtc.job.queue.WaitingBatch;
import org.openhtc.region.RegionName;

/** A batch that a forecast adds to the queue. */
record AddedBatch(WaitingBatch batch, UUID task, List<RegionName> regions) {}
