package org.openhtc.job.submission;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much of a workspace may wait at the same time.
 *
 * @param waitingJobs jobs that no host runs yet
 * @param waitingBatches batches with live jobs
 * @param waitingClasses different demands: regions, priority, architecture, vCPUs, memory and disk,
 *     of one project; the scheduler considers each class of jobs at every tick
 */
@Validated
@ConfigurationProperties("openhtc.submission")
record SubmissionSettings(
    @DefaultValue("5000000") @Min(1) long waitingJobs,
    @DefaultValue("100000") @Min(1) long waitingBatches,
    @DefaultValue("2000") @Min(1) int waitingClasses) {}
