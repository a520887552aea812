/**
 * Batches and their jobs, from submission to removal. Writes {@code job_batch}, {@code job}, {@code
 * job_attempt}, {@code job_event}, {@code tail_event}, {@code waiting_reason}, {@code job_log},
 * {@code job_large_log}, {@code job_purge}, {@code idempotency_key}, {@code job_receipt}, {@code
 * task_point}, {@code trace_position}, {@code ledger_check}.
 *
 * <p>This package has only values and messages that all sub-packages use. Each sub-package uses
 * only those in its row; {@code root} is this package.
 *
 * <pre>
 * retry         uses root
 * idempotency   uses nothing
 * lifecycle     uses root, retry
 * assignment    uses root, lifecycle
 * queue         uses root, lifecycle, assignment
 * query         uses root, retry, lifecycle
 * forecast      uses root, assignment, queue, query
 * submission    uses root, retry, idempotency, lifecycle, queue, forecast
 * reproduction  uses root, query
 * statistics    uses root, forecast
 * series        uses root, statistics
 * advice        uses nothing
 * timeline      uses root, series
 * grid          uses root
 * ledger        uses root
 * cancellation  uses root, retry, lifecycle, query
 * bulk          uses root, idempotency, lifecycle, submission
 * watch         uses root, lifecycle, query, statistics
 * log           uses root, query, watch
 * failure       uses root
 * tracing       uses root, watch
 * retention     uses idempotency, log
 * </pre>
 *
 * <p>Sub-packages by URL, below {@code /htc/projects/{projectId}/tasks/{taskId}}:
 *
 * <pre>
 * POST /jobs/batch, /jobs/simulate                              submission
 * GET  /jobs, /jobs/{jobId}, /jobs/{jobId}/events               query
 * GET  /summary-statistics, /group-summary-statistics, /groups  statistics
 * GET  /durations                                               statistics
 * GET  /failures                                                failure
 * GET  /jobs/{jobId}/reproduce                                  reproduction
 * GET  /why, /jobs/{jobId}/why                                  forecast
 * GET  /jobs/grid                                               grid
 * GET  /series                                                  series
 * GET  /advice                                                  advice
 * GET  /jobs/stream                                             watch
 * GET  /jobs/{jobId}/logs, /jobs/{jobId}/logs/stream            log
 * POST /jobs/{jobId}/cancel                                     cancellation
 * POST /jobs/cancel, /jobs/retry; GET /receipts/{receiptId}     bulk
 * </pre>
 *
 * <p>{@code GET /admin/host-attempts} is in sub-package {@code timeline}, {@code GET
 * /admin/audit/ledger} in {@code ledger}, {@code GET /htc/queue} in {@code statistics}, and {@code
 * GET /htc/failures} in {@code failure}.
 *
 * <p>Sub-packages without a URL: {@code lifecycle} changes statuses, {@code queue} is for module
 * {@code scheduling}, {@code assignment} for module {@code execution}, {@code tracing} sends traces
 * of ended jobs, and {@code retention} removes these jobs.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "region",
      "project",
      "task",
      "registry",
      "lease",
      "storage",
      "stream",
      "memory"
    })
@org.jspecify.annotations.NullMarked
package org.openhtc.job;
