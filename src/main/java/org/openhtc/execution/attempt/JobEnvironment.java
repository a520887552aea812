package org.openhtc.execution.attempt;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openhtc.auth.JobTokenPair;
import org.openhtc.auth.JobTokenRequest;
import org.openhtc.auth.JobTokens;
import org.openhtc.execution.ExecutionSettings;
import org.openhtc.execution.engine.Variables;
import org.openhtc.job.NameValue;
import org.openhtc.job.assignment.Assignment;
import org.openhtc.job.assignment.BatchSpec;
import org.openhtc.job.tracing.TracingSettings;
import org.openhtc.region.RegionName;
import org.openhtc.storage.JobAttempt;
import org.openhtc.storage.JobStorage;
import org.springframework.stereotype.Component;

/** The environment variables of an attempt: those of OpenHTC, then those that the user defined. */
@Component
class JobEnvironment {
  private final JobTokens tokens;
  private final JobStorage storage;
  private final ExecutionSettings settings;
  private final TracingSettings tracing;

  JobEnvironment(
      JobTokens tokens, JobStorage storage, ExecutionSettings settings, TracingSettings tracing) {
    this.tokens = tokens;
    this.storage = storage;
    this.settings = settings;
    this.tracing = tracing;
  }

  /** Also issues tokens and storage credentials to the attempt; neither needs a query. */
  Variables of(Assignment job, BatchSpec batch, RegionName region) {
    Map<String, String> shared = shared(batch, region);
    Map<String, String> own = own(job, batch);
    // A user may replace any variable.
    batch.definition().envs().forEach(user -> own.remove(user.name()));
    return new Variables(shared, own);
  }

  /** The variables that do not depend on the job. */
  private Map<String, String> shared(BatchSpec batch, RegionName region) {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("RESCALE_PROJECT_ID", batch.projectId().toString());
    env.put("RESCALE_TASK_ID", batch.taskId().toString());
    env.put("RESCALE_HTC_PROJECT_ID", batch.projectId().toString());
    env.put("RESCALE_HTC_TASK_ID", batch.taskId().toString());
    env.put("RESCALE_HTC_REGION", region.name());
    env.put("RESCALE_HTC_API_URL", settings.apiUrl().toString());
    batch.definition().envs().forEach(user -> env.put(user.name(), user.value()));
    return env;
  }

  private Map<String, String> own(Assignment job, BatchSpec batch) {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("AWS_BATCH_JOB_ARRAY_INDEX", String.valueOf(job.id().index()));
    env.put("AWS_BATCH_JOB_ID", job.id().toString());
    env.put("AWS_BATCH_JOB_ATTEMPT", String.valueOf(job.attempt()));
    // The name that the engine would set is that of a slot, which several jobs use.
    env.put("HOSTNAME", job.id().toString());
    env.put("RESCALE_JOB_ID", job.id().toString());
    JobTokenPair pair = tokens.issue(request(job, batch));
    env.put("RESCALE_HTC_BEARER_TOKEN", pair.bearer());
    env.put("RESCALE_HTC_REFRESH_TOKEN", pair.refresh());
    tracing
        .traceparent(job.id(), job.attempt())
        .ifPresent(parent -> env.put("TRACEPARENT", parent));
    env.putAll(storage.environment(folders(job, batch), lifetime(job)));
    return env;
  }

  private static JobAttempt folders(Assignment job, BatchSpec batch) {
    return new JobAttempt(batch.projectId(), batch.taskId(), job.id().toString(), job.attempt());
  }

  private JobTokenRequest request(Assignment job, BatchSpec batch) {
    Map<String, String> claims = new LinkedHashMap<>();
    for (NameValue claim : batch.definition().claims()) {
      claims.put(claim.name(), claim.value());
    }
    return new JobTokenRequest(
        batch.createdBy(),
        batch.workspaceId(),
        batch.projectId(),
        batch.taskId(),
        job.id().toString(),
        job.attempt(),
        claims,
        lifetime(job));
  }

  /** The longest time that the attempt may take: its start, its run and its stop. */
  private Duration lifetime(Assignment job) {
    return settings
        .startDeadline()
        .plusSeconds(job.execTimeoutSeconds())
        .plus(settings.stopGrace());
  }
}
