package org.openhtc.auth;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiPath;
import org.openhtc.api.Caller.JobCaller;
import org.springframework.http.server.PathContainer;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** The paths that a job's token permits: reads of its own resources, and the tokens it needs. */
@Component
class JobTokenPermissions implements AuthorizationManager<RequestAuthorizationContext> {
  private static final String TASK = "/htc/projects/{projectId}/tasks/{taskId}";
  private static final String JOB = TASK + "/jobs/{jobId}";

  private static final List<PathPattern> READABLE =
      Stream.of(
              "/auth/whoami",
              "/auth/token/whoami",
              "/htc/projects/{projectId}/storage/token",
              "/htc/projects/{projectId}/storage/token/{region}",
              "/htc/projects/{projectId}/storage/tokens",
              "/htc/projects/{projectId}/storage/presigned-url",
              TASK,
              TASK + "/storage/token",
              TASK + "/storage/token/{region}",
              TASK + "/storage/tokens",
              TASK + "/storage/presigned-url",
              TASK + "/storage/regional-storage",
              JOB,
              JOB + "/events",
              JOB + "/logs",
              JOB + "/logs/stream")
          .map(PathPatternParser.defaultInstance::parse)
          .toList();

  @Override
  public AuthorizationDecision authorize(
      Supplier<? extends @Nullable Authentication> authentication,
      RequestAuthorizationContext context) {
    return new AuthorizationDecision(
        authentication.get() instanceof CallerAuthentication caller && permits(caller, context));
  }

  private static boolean permits(CallerAuthentication caller, RequestAuthorizationContext context) {
    String method = context.getRequest().getMethod();
    String path = ApiPath.of(context.getRequest());
    // A refresh token is accepted only at this path, where it is exchanged for a bearer token.
    return !(caller.getPrincipal() instanceof JobCaller job)
        || path.equals("/auth/token")
        || permits(job, method, path);
  }

  /**
   * Whether the bearer token of a job may send this request.
   *
   * @param path without base path
   */
  static boolean permits(JobCaller job, String method, String path) {
    PathContainer parsed = ApiPath.parsed(path);
    return (method.equals("GET") || method.equals("HEAD"))
        && READABLE.stream().anyMatch(pattern -> isOwn(job, pattern, parsed));
  }

  private static boolean isOwn(JobCaller job, PathPattern pattern, PathContainer path) {
    PathPattern.PathMatchInfo match = pattern.matchAndExtract(path);
    if (match == null) {
      return false;
    }
    Map<String, String> ids = match.getUriVariables();
    return job.projectId().equals(ids.getOrDefault("projectId", job.projectId()))
        && job.taskId().equals(ids.getOrDefault("taskId", job.taskId()))
        && job.jobId().equals(ids.getOrDefault("jobId", job.jobId()));
  }
}
