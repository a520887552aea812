package org.openhtc.job.submission;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much of a workspace may wait at the same time, and be stored.
 *
 * @param waitingJobs jobs that no host runs yet
 * @param waitingBatches batches with live jobs
 * @param waitingClasses different demands: regions, priority, architecture, vCPUs, memory and disk,
 *     of one project; the scheduler considers each class of jobs at every tick, so each class makes
 *     all ticks longer
 * @param storedBatches batches with live or ended jobs, until they are purged
 * @param storedSize their definitions and tags as JSON
 */
@Validated
@ConfigurationProperties("openhtc.submission")
record SubmissionSettings(
    @DefaultValue("5000000") @Min(1) long waitingJobs,
    @DefaultValue("100000") @Min(1) long waitingBatches,
    @DefaultValue("500") @Min(1) int waitingClasses,
    @DefaultValue("5000000") @Min(1) long storedBatches,
    @DefaultValue("20GB") @NotNull DataSize storedSize) {}
