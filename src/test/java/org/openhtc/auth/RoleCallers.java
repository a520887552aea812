package org.openhtc.auth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.Role;
import org.openhtc.auth.RoleTable.Who;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.DescribedOperation;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestTask;
import org.openhtc.workspace.User;
import tools.jackson.databind.JsonNode;

/** Somebody for every column of the table, with whatever proves it. */
final class RoleCallers {

  /**
   * What somebody can show.
   *
   * @param bearer a token
   * @param exchange what {@code /auth/token} takes, with its scheme
   * @param key an API key
   */
  record Proof(@Nullable String bearer, @Nullable String exchange, @Nullable String key) {}

  /** The running job behind the column "job". */
  final TestTask task;

  final String jobId;

  private final ApiClient anonymous;
  private final Map<Who, Proof> proofs = new EnumMap<>(Who.class);

  private RoleCallers(ApiClient anonymous, TestTask task, String jobId) {
    this.anonymous = anonymous;
    this.task = task;
    this.jobId = jobId;
  }

  /** What makes the callers. */
  record Makers(Tenants tenants, TokenSigner signer, JobTokens jobTokens) {}

  /**
   * @param home the workspace that the things belong to
   * @param owner an administrator of it, who made the things
   */
  static RoleCallers of(Makers makers, ApiClient anonymous, User owner, String platformKey) {
    Tenants tenants = makers.tenants;
    String home = owner.workspace().id();
    ApiClient api = anonymous.withKey(tenants.key(owner));
    TestTask task = TestTask.in(api);
    String jobId = task.submit(1, TestTask.script("sleep 600")) + ":0";
    RoleCallers callers = new RoleCallers(anonymous, task, jobId);
    task.awaitStatus(jobId.substring(0, jobId.length() - 2), 0, "RUNNING");
    User user = tenants.user(home, Role.USER);
    String near = tenants.workspaceIn(owner.workspace().organizationCode());
    callers.add(Who.USER, tenants.key(user));
    callers.add(Who.USER_ELSEWHERE, tenants.key(tenants.user(tenants.workspace(), Role.USER)));
    callers.add(Who.WORKSPACE_ADMIN, tenants.key(tenants.user(home, Role.WORKSPACE_ADMIN)));
    callers.add(Who.ORGANIZATION_ADMIN, tenants.key(tenants.user(near, Role.ORGANIZATION_ADMIN)));
    callers.add(Who.PLATFORM_ADMIN, platformKey);
    callers.proofs.put(Who.NONE, new Proof(null, null, null));
    Duration past = Duration.ofSeconds(-2);
    callers.proofs.put(
        Who.EXPIRED,
        new Proof(
            makers.signer.sign(user, TokenUse.USER, Map.of(), past),
            "Refresh " + makers.signer.sign(user, TokenUse.REFRESH, Map.of(), past),
            null));
    JobTokenPair pair = makers.jobTokens.issue(callers.request(owner));
    callers.proofs.put(Who.JOB, new Proof(pair.bearer(), "Refresh " + pair.refresh(), null));
    return callers;
  }

  private JobTokenRequest request(User owner) {
    JsonNode job = task.api.get(task.path + "/jobs/" + jobId).body();
    return new JobTokenRequest(
        owner.id(),
        owner.workspace().id(),
        UUID.fromString(job.get("projectId").asString()),
        UUID.fromString(job.get("taskId").asString()),
        jobId,
        1,
        Map.of(),
        Duration.ofHours(1));
  }

  private void add(Who who, String key) {
    proofs.put(who, new Proof(anonymous.withKey(key).token(), "Token " + key, key));
  }

  Proof proof(Who who) {
    return Objects.requireNonNull(proofs.get(who));
  }

  /** The client of somebody for an operation, with the proof that the operation asks for. */
  ApiClient client(Who who, DescribedOperation operation, String project) {
    JsonNode ways = operation.node().path("security");
    Proof proof = proof(who);
    if (ways.path(0).has("registryLogin")) {
      return with(basic(password(who, project)));
    }
    if (ways.path(0).has("apiKey")) {
      return with(proof.exchange);
    }
    return with(proof.bearer == null ? null : "Bearer " + proof.bearer);
  }

  /** A password for the project's registry; null when none is given to this caller. */
  @Nullable String password(Who who, String project) {
    String bearer = proof(who).bearer;
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
