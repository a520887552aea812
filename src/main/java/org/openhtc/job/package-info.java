/**
 * Batches and their jobs, from submission to removal. Writes {@code job_batch}, {@code job}, {@code
 * job_attempt}, {@code job_event}, {@code tail_event}, {@code waiting_reason}, {@code job_log},
 * {@code job_purge}, {@code idempotency_key}.
 *
 * <p>This package has only values and messages that all sub-packages use. Each sub-package uses
 * only those in its row; {@code root} is this package.
 *
 * <pre>
 * retry         uses root
 * lifecycle     uses root, retry
 * submission    uses root, retry, lifecycle
 * assignment    uses root, lifecycle
 * queue         uses root, lifecycle, assignment
 * query         uses root, lifecycle
 * statistics    uses root
 * grid          uses root
 * cancellation  uses root, retry, lifecycle, query
 * watch         uses root, lifecycle, query, statistics
 * log           uses root, query, watch
 * retention     uses submission, log
 * </pre>
 *
 * <p>Sub-packages by URL, below {@code /htc/projects/{projectId}/tasks/{taskId}}:
 *
 * <pre>
 * POST /jobs/batch                                              submission
 * GET  /jobs, /jobs/{jobId}, /jobs/{jobId}/events               query
 * GET  /summary-statistics, /group-summary-statistics, /groups  statistics
 * GET  /failures                                                statistics
 * GET  /jobs/grid                                               grid
 * GET  /jobs/stream                                             watch
 * GET  /jobs/{jobId}/logs, /jobs/{jobId}/logs/stream            log
 * POST /jobs/cancel, /jobs/{jobId}/cancel                       cancellation
 * </pre>
 *
 * <p>Sub-packages without a URL: {@code lifecycle} changes statuses, {@code queue} is for module
 * {@code scheduling}, {@code assignment} for module {@code execution}, and {@code retention}
 * removes ended jobs.
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
