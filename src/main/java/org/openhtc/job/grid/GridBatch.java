package org.openhtc.job.grid;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one batch in the order of their indexes.
 *
 * @param parentJobId the id of the batch; the id of a job is {@code <parentJobId>:<index>}
 * @param order ascends in the order of submission
 * @param cells one letter for each job, run-length coded: see {@link CellState}
 */
record GridBatch(
    UUID parentJobId,
    long order,
    int size,
    @Nullable String jobName,
    @Nullable String group,
    String cells) {}
