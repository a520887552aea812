package org.openhtc.storage;

import java.util.UUID;

/**
 * The attempt of a job whose folders are to be opened.
 *
 * @param jobId public form {@code <batch>:<index>}
 * @param attempt from 1
 */
public record JobFolders(UUID projectId, UUID taskId, String jobId, int attempt) {}
