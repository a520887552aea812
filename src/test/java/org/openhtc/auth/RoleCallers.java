package org.openhtc.auth;

import static org.openhtc.testing.JobTokenRequestBuilder.aJobTokenRequest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Role;
import org.openhtc.auth.RoleTable.CallerKind;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.DescribedOperation;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestTask;
import org.openhtc.workspace.User;
import tools.jackson.databind.JsonNode;

/** A caller for each column of the table, with its credentials. */
final class RoleCallers {

  /**
   * The credentials of a caller.
   *
   * @param bearer an access token
   * @param exchange the header that {@code /auth/token} accepts, with its scheme
   * @param key an API key
   */
  record CallerCredentials(
      @Nullable String bearer, @Nullable String exchange, @Nullable String key) {}

  /** The task of the running job in the column "job". */
  final TestTask task;

  final String jobId;

  private final ApiClient anonymous;
  private final Map<CallerKind, CallerCredentials> credentials = new EnumMap<>(CallerKind.class);

  private RoleCallers(ApiClient anonymous, TestTask task, String jobId) {
    this.anonymous = anonymous;
    this.task = task;
    this.jobId = jobId;
  }

  /** Creates users and issues tokens. */
  record Issuers(Tenants tenants, TokenSigner signer, JobTokens jobTokens) {}

  /**
   * Creates all callers.
   *
   * @param owner the administrator who creates the resources in its workspace
   */
  static RoleCallers of(Issuers issuers, ApiClient anonymous, User owner, String platformKey) {
    Tenants tenants = issuers.tenants;
    String home = owner.workspace().id();
    ApiClient api = anonymous.withKey(tenants.key(owner));
    TestTask task = TestTask.in(api);
    String jobId = task.submit(1, TestTask.script("sleep 600")) + ":0";
    RoleCallers callers = new RoleCallers(anonymous, task, jobId);
    task.awaitStatus(jobId.substring(0, jobId.length() - 2), 0, "RUNNING");
    User user = tenants.user(home, Role.USER);
    String near = tenants.workspaceIn(owner.workspace().organizationCode());
    callers.add(CallerKind.USER, tenants.key(user));
    callers.add(
        CallerKind.USER_ELSEWHERE, tenants.key(tenants.user(tenants.workspace(), Role.USER)));
    callers.add(CallerKind.WORKSPACE_ADMIN, tenants.key(tenants.user(home, Role.WORKSPACE_ADMIN)));
    callers.add(
        CallerKind.ORGANIZATION_ADMIN, tenants.key(tenants.user(near, Role.ORGANIZATION_ADMIN)));
    callers.add(CallerKind.PLATFORM_ADMIN, platformKey);
    callers.credentials.put(CallerKind.NONE, new CallerCredentials(null, null, null));
    Duration past = Duration.ofSeconds(-2);
    callers.credentials.put(
        CallerKind.EXPIRED,
        new CallerCredentials(
            issuers.signer.sign(user, TokenUse.USER, Map.of(), past),
            "Refresh " + issuers.signer.sign(user, TokenUse.REFRESH, Map.of(), past),
            null));
    JobTokenPair pair = issuers.jobTokens.issue(callers.request(owner));
    callers.credentials.put(
        CallerKind.JOB, new CallerCredentials(pair.bearer(), "Refresh " + pair.refresh(), null));
    return callers;
  }

  private JobTokenRequest request(User owner) {
    JsonNode job = task.api.get(task.path + "/jobs/" + jobId).body();
    return aJobTokenRequest(owner, jobId)
        .task(
            UUID.fromString(job.get("projectId").asString()),
            UUID.fromString(job.get("taskId").asString()))
        .build();
  }

  private void add(CallerKind kind, String key) {
    credentials.put(
        kind, new CallerCredentials(anonymous.withKey(key).token(), "Token " + key, key));
  }

  CallerCredentials credentials(CallerKind kind) {
    return Objects.requireNonNull(credentials.get(kind));
  }

  /** A client of the caller, with the credentials that the operation requires. */
  ApiClient client(CallerKind kind, DescribedOperation operation, String project) {
    JsonNode schemes = operation.node().path("security");
    if (schemes.path(0).has("registryLogin")) {
      return with(basic(password(kind, project)));
    }
    CallerCredentials own = credentials(kind);
    if (schemes.path(0).has("apiKey")) {
      return with(own.exchange);
    }
    return with(own.bearer == null ? null : "Bearer " + own.bearer);
  }

  /** A password for the project's registry; null when the caller gets none. */
  @Nullable String password(CallerKind kind, String project) {
    String bearer = credentials(kind).bearer;
    if (bearer == null) {
      return null;
    }
    String password =
        anonymous.withToken(bearer).plain("/htc/projects/" + project + "/container-registry/token");
    return password.isEmpty() ? bearer : password;
  }

  private ApiClient with(@Nullable String authorization) {
    return authorization == null ? anonymous : anonymous.withAuthorization(authorization);
  }

  private static @Nullable String basic(@Nullable String password) {
    if (password == null) {
      return null;
    }
    byte[] pair = ("AWS:" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
