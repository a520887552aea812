package org.openhtc.job.grid;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the grid of a task.
 *
 * @param since to be sent with the next request, which then returns only batches that changed
 * @param items in the order of submission
 * @param next absolute URL of the following page; absent on the last page
 */
record JobGrid(Instant since, List<GridBatch> items, @Nullable String next) {}
