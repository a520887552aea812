package org.openhtc.execution;

import java.util.Map;
import java.util.Optional;
import org.openhtc.job.JobId;

/** Identifies one attempt of a job; each attempt has its own container. */
public record AttemptId(JobId job, int attempt) {

  /** The container's name; unique on an engine, so that a repeated create is idempotent. */
  public String containerName(String installation) {
    return "openhtc-%s-%s-%d-%d"
        .formatted(installation.substring(0, 8), job.batchId(), job.index(), attempt);
  }

  /** The labels of its container. */
  public Map<String, String> labels(String installation, String host) {
    return Map.of(
        ContainerLabels.INSTALLATION,
        installation,
        ContainerLabels.HOST,
        host,
        ContainerLabels.JOB,
        job.toString(),
        ContainerLabels.ATTEMPT,
        String.valueOf(attempt));
  }

  /** Reads the labels of a container; empty if it is not the container of a job. */
  public static Optional<AttemptId> of(Map<String, String> labels) {
    String attempt = labels.getOrDefault(ContainerLabels.ATTEMPT, "");
    if (!attempt.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    return JobId.parse(labels.getOrDefault(ContainerLabels.JOB, ""))
        .map(job -> new AttemptId(job, Integer.parseInt(attempt)));
  }
}
