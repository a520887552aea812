package org.openhtc.execution;

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.openhtc.digest.Sha256;
import org.openhtc.job.JobId;
import org.slf4j.MDC;

/** Identifies one attempt of a job; each attempt has its own container. */
public record AttemptId(JobId job, int attempt) {
  /** The key that the logging pattern in {@code application.yaml} uses. */
  private static final String LOGGED_JOB = "jobId";

  private static final String LOGGED_ATTEMPT = "attempt";

  /** The same work, with the ids of the job and the attempt in the log lines of its thread. */
  public Runnable logged(Runnable work) {
    return () -> {
      try (MDC.MDCCloseable ofJob = MDC.putCloseable(LOGGED_JOB, job.toString());
          MDC.MDCCloseable ofAttempt =
              MDC.putCloseable(LOGGED_ATTEMPT, Integer.toString(attempt))) {
        work.run();
      }
    };
  }

  /**
   * The container's name; unique on an engine, so that a repeated create is idempotent. It does not
   * show the job, because Docker's name server resolves addresses to names for other jobs.
   */
  public String containerName(String installation) {
    String identity = "%s/%s/%d".formatted(installation, job, attempt);
    byte[] digest = Sha256.of(identity);
    return "openhtc-%s-%s"
        .formatted(installation.substring(0, 8), HexFormat.of().formatHex(digest, 0, 12));
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
