package org.openhtc.storage;

import java.util.UUID;

/**
 * One attempt of a job, with the project and task whose folders it uses.
 *
 * @param jobId public form {@code <batch>:<index>}
 * @param attempt from 1
 */
public record JobAttempt(UUID projectId, UUID taskId, String jobId, int attempt) {

  /** The batch of the job. */
  public UUID batchId() {
    return UUID.fromString(jobId.substring(0, separator()));
  }

  /** The job's index in its batch, from 0. */
  public int index() {
    return Integer.parseInt(jobId, separator() + 1, jobId.length(), 10);
  }

  private int separator() {
    return jobId.indexOf(':');
  }
}
