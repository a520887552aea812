/**
 * Batches, jobs, the state machine, queries, statistics and events. Writes {@code job_batch},
 * {@code job}, {@code job_event}, {@code tail_event}, {@code job_purge}, {@code idempotency_key}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"region", "project", "task", "registry", "lease", "stream"})
@org.jspecify.annotations.NullMarked
package org.openhtc.job;
