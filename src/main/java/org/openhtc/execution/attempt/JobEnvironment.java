package org.openhtc.execution.attempt;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openhtc.auth.JobTokenPair;
import org.openhtc.auth.JobTokenRequest;
import org.openhtc.auth.JobTokens;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.job.NameValue;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.job.assignment.BatchSpec;
import org.openhtc.region.RegionName;
import org.openhtc.storage.JobAttempt;
import org.openhtc.storage.JobStorage;
import org.springframework.stereotype.Component;

/** The environment variables that every job finds, then the user's own. */
@Component
class JobEnvironment {
  private final JobTokens tokens;
  private final JobStorage storage;
  private final ExecutionSettings settings;

  JobEnvironment(JobTokens tokens, JobStorage storage, ExecutionSettings settings) {
    this.tokens = tokens;
    this.storage = storage;
    this.settings = settings;
  }

  /** Making it lends the attempt its storage credentials, and ends those of earlier attempts. */
  Map<String, String> of(Assignment job, BatchSpec order, RegionName region) {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("AWS_BATCH_JOB_ARRAY_INDEX", String.valueOf(job.id().index()));
    env.put("AWS_BATCH_JOB_ID", job.id().toString());
    env.put("AWS_BATCH_JOB_ATTEMPT", String.valueOf(job.attempt()));
    env.put("RESCALE_PROJECT_ID", order.projectId().toString());
    env.put("RESCALE_TASK_ID", order.taskId().toString());
    env.put("RESCALE_JOB_ID", job.id().toString());
    env.put("RESCALE_HTC_PROJECT_ID", order.projectId().toString());
    env.put("RESCALE_HTC_TASK_ID", order.taskId().toString());
    env.put("RESCALE_HTC_REGION", region.name());
    env.put("RESCALE_HTC_API_URL", settings.apiUrl().toString());
    JobTokenPair pair = tokens.issue(request(job, order));
    env.put("RESCALE_HTC_BEARER_TOKEN", pair.bearer());
    env.put("RESCALE_HTC_REFRESH_TOKEN", pair.refresh());
    env.putAll(storage.environment(folders(job, order), lifetime(job)));
    order.definition().envs().forEach(own -> env.put(own.name(), own.value()));
    return env;
  }

  private static JobAttempt folders(Assignment job, BatchSpec order) {
    return new JobAttempt(order.projectId(), order.taskId(), job.id().toString(), job.attempt());
  }

  private JobTokenRequest request(Assignment job, BatchSpec order) {
    Map<String, String> claims = new LinkedHashMap<>();
    for (NameValue claim : order.definition().claims()) {
      claims.put(claim.name(), claim.value());
    }
    return new JobTokenRequest(
        order.createdBy(),
        order.workspaceId(),
        order.projectId(),
        order.taskId(),
        job.id().toString(),
        job.attempt(),
        claims,
        lifetime(job));
  }

  /** As long as the job may exist on its host: getting started, running, being stopped. */
  private Duration lifetime(Assignment job) {
    return settings
        .startDeadline()
        .plusSeconds(job.execTimeoutSeconds())
        .plus(settings.stopGrace());
  }
}
