package org.openhtc.storage;

import java.util.UUID;

/**
 * One attempt of a job, with the project and task whose folders it uses.
 *
 * @param jobId public form {@code <batch>:<index>}
 * @param attempt from 1
 */
public record JobAttempt(UUID projectId, UUID taskId, String jobId, int attempt) {}
