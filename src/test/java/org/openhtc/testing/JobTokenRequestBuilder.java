package org.openhtc.testing;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.openhtc.auth.JobTokenRequest;
import org.openhtc.workspace.User;

/** Builds requests for the tokens of a job: the first attempt in a random task unless specified. */
public final class JobTokenRequestBuilder {
  private final String submitter;
  private final String job;
  private String workspace;
  private UUID project = UUID.randomUUID();
  private UUID task = UUID.randomUUID();
  private int attempt = 1;
  private Map<String, String> claims = Map.of();

  private JobTokenRequestBuilder(User submitter, String job) {
    this.submitter = submitter.id();
    this.workspace = submitter.workspace().id();
    this.job = job;
  }

  /**
   * A request for the tokens of a job.
   *
   * @param job in the form {@code <batch>:<index>}
   */
  public static JobTokenRequestBuilder aJobTokenRequest(User submitter, String job) {
    return new JobTokenRequestBuilder(submitter, job);
  }

  public JobTokenRequestBuilder task(UUID projectId, UUID taskId) {
    project = projectId;
    task = taskId;
    return this;
  }

  /** The workspace of the project, if it is not the submitter's. */
  public JobTokenRequestBuilder workspace(String id) {
    workspace = id;
    return this;
  }

  public JobTokenRequestBuilder attempt(int value) {
    attempt = value;
    return this;
  }

  public JobTokenRequestBuilder claims(Map<String, String> value) {
    claims = value;
    return this;
  }

  public JobTokenRequest build() {
    return new JobTokenRequest(
        submitter, workspace, project, task, job, attempt, claims, Duration.ofHours(1));
  }
}
