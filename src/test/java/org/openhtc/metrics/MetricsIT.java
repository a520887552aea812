package org.openhtc.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.api.Role;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.ApiResponse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.Tenants;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest
class MetricsIT {
  private static final String NAME_TO_ESCAPE = "the \\ \"odd\" one,";

  @LocalServerPort int port;
  @Autowired Tenants tenants;

  private String organization;
  private String workspace;
  private ApiClient admin;
  private TestTask waiting;
  private TestTask running;

  @BeforeEach
  void createWorkspaceWithTwoProjects() {
    TestImages.busybox(TestEngine.ENDPOINT);
    organization = tenants.organization();
    workspace = tenants.workspaceIn(organization);
    admin = client(workspace, Role.WORKSPACE_ADMIN);
    waiting = TestTask.in(admin);
    running = TestTask.in(admin);
  }

  @AfterEach
  void cancelJobs() {
    waiting.cancel();
    running.cancel();
  }

  @Test
  void metricsOfAWorkspaceAreCorrect() {
    waiting.submit(5, huge());
    waiting.cancel();
    waiting.submit(3, huge());
    String batch = running.submit(2, job("[ $AWS_BATCH_JOB_ARRAY_INDEX = 0 ] || sleep 300"));
    running.awaitStatus(batch, 0, "SUCCEEDED");
    running.awaitStatus(batch, 1, "RUNNING");
    waiting.awaitCounts(Map.of("RUNNABLE", 3, "FAILED", 5));
    Exposition metrics = metrics(client(workspace, Role.USER));
    assertThat(jobs(metrics, waiting)).isEqualTo(Map.of("RUNNABLE", 3.0, "FAILED", 5.0));
    assertThat(jobs(metrics, running)).isEqualTo(Map.of("RUNNING", 1.0, "SUCCEEDED", 1.0));
    assertThat(metrics.value("openhtc_batches", "project", project(waiting), "state", "live"))
        .isEqualTo(1);
    assertThat(metrics.value("openhtc_batches", "project", project(waiting), "state", "ended"))
        .isEqualTo(1);
    assertThat(metrics.value("openhtc_batches", "project", project(running), "state", "ended"))
        .isZero();
    assertThat(metrics.value("openhtc_vcpus_in_use", "project", project(waiting))).isZero();
    assertThat(metrics.value("openhtc_vcpus_in_use", "project", project(running))).isEqualTo(2);
    assertThat(metrics.all("openhtc_jobs_on_hosts"))
        .containsExactly(
            new Exposition.Sample(
                "openhtc_jobs_on_hosts",
                Map.of("region", "AWS_US_WEST_2", "status", "RUNNING"),
                1));
    running.cancel();
    running.awaitStatus(batch, 1, "FAILED");
    Exposition afterwards = metrics(admin);
    assertThat(jobs(afterwards, running)).isEqualTo(Map.of("FAILED", 1.0, "SUCCEEDED", 1.0));
    assertThat(afterwards.value("openhtc_batches", "project", project(running), "state", "ended"))
        .isEqualTo(1);
    assertThat(afterwards.value("openhtc_vcpus_in_use", "project", project(running))).isZero();
    assertThat(afterwards.all("openhtc_jobs_on_hosts")).isEmpty();
  }

  @Test
  void everyProjectHasASampleForEveryStatus() {
    Exposition metrics = metrics(admin);
    assertThat(metrics.all("openhtc_jobs", "project", project(waiting)))
        .hasSize(9)
        .allMatch(sample -> sample.value() == 0);
    assertThat(metrics.all("openhtc_project_info")).hasSize(2);
  }

  @Test
  void specialCharactersInNamesAreEscaped() {
    admin.post(
        "/htc/projects",
        "{\"projectName\":\"the \\\\ \\\"odd\\\" one,\",\"projectDescription\":\"\"}");
    assertThat(metrics(admin).value("openhtc_project_info", "name", NAME_TO_ESCAPE)).isEqualTo(1);
  }

  @Test
  void anotherWorkspaceIsNeverShown() {
    waiting.submit(3, huge());
    running.submit(1, job("sleep 300"));
    running.awaitCounts(Map.of("RUNNING", 1));
    for (Role role : List.of(Role.USER, Role.WORKSPACE_ADMIN, Role.ORGANIZATION_ADMIN)) {
      String elsewhere = tenants.workspaceIn(organization);
      TestTask own = TestTask.in(client(elsewhere, Role.WORKSPACE_ADMIN));
      String text = client(elsewhere, role).plain("/htc/metrics");
      assertThat(text)
          .contains(project(own))
          .doesNotContain(project(waiting), project(running), "AWS_", "platform");
      assertThat(jobs(Exposition.parse(text), own)).isEmpty();
    }
    ApiClient ofEmptyWorkspace = client(tenants.workspace(), Role.USER);
    assertThat(ofEmptyWorkspace.get("/htc/metrics").status()).isEqualTo(200);
    assertThat(ofEmptyWorkspace.plain("/htc/metrics")).isEmpty();
  }

  @Test
  void onlyPlatformAdministratorsSeeThePlatform() {
    waiting.submit(3, huge());
    waiting.awaitCounts(Map.of("RUNNABLE", 3));
    assertThat(metrics(admin).families()).noneMatch(family -> family.contains("platform"));
    ApiClient operator = client(workspace, Role.PLATFORM_ADMIN);
    Exposition metrics =
        await().atMost(Timeouts.STEP).until(() -> metrics(operator), MetricsIT::hasReadyHost);
    String[] region = {"region", "AWS_US_WEST_2"};
    assertThat(metrics.value("openhtc_jobs", "project", project(waiting), "status", "RUNNABLE"))
        .isEqualTo(3);
    assertThat(metrics.all("openhtc_platform_hosts", region)).hasSize(4);
    assertThat(
            metrics.value("openhtc_platform_hosts", "region", "AWS_US_WEST_2", "health", "READY"))
        .isEqualTo(1);
    double vcpus = metrics.value("openhtc_platform_vcpus", region);
    assertThat(vcpus).isPositive();
    assertThat(metrics.value("openhtc_platform_free_vcpus", region)).isBetween(0.0, vcpus);
    assertThat(metrics.value("openhtc_platform_queued_jobs", "status", "RUNNABLE"))
        .isGreaterThanOrEqualTo(3);
    double ticks = metrics.value("openhtc_platform_placement_tick_seconds_count", region);
    await()
        .untilAsserted(() ->
            assertThat(
                    metrics(operator)
                        .value("openhtc_platform_placement_tick_seconds_count", region))
                .isGreaterThan(ticks));
  }

  @Test
  void aJobOnAHostReducesTheFreeVcpus() {
    ApiClient operator = client(workspace, Role.PLATFORM_ADMIN);
    String[] region = {"region", "AWS_US_WEST_2"};
    await().atMost(Timeouts.STEP).until(() -> metrics(operator), MetricsIT::hasReadyHost);
    await().atMost(Timeouts.STEP).until(() -> isIdle(metrics(operator)));
    double before = metrics(operator).value("openhtc_platform_free_vcpus", region);
    running.submit(1, job("sleep 300"));
    running.awaitCounts(Map.of("RUNNING", 1));
    assertThat(metrics(operator).value("openhtc_platform_free_vcpus", region))
        .isEqualTo(before - 2);
  }

  @Test
  void theContentTypeContainsTheFormat() {
    ApiResponse response = admin.get("/htc/metrics");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Content-Type"))
        .startsWith("text/plain")
        .contains("version=0.0.4")
        .containsIgnoringCase("charset=utf-8");
    assertThat(metrics(admin).families())
        .isNotEmpty()
        .allMatch(family -> family.startsWith("openhtc_"));
  }

  @Test
  void responsesAreCompressedWhenTheClientAcceptsIt() throws IOException, InterruptedException {
    HttpResponse<byte[]> zipped = raw("gzip");
    assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(zipped.headers().allValues("Vary"))
        .anySatisfy(vary -> assertThat(vary).containsIgnoringCase("accept-encoding"));
    try (GZIPInputStream text =
        new GZIPInputStream(new java.io.ByteArrayInputStream(zipped.body()))) {
      Exposition.parse(new String(text.readAllBytes(), StandardCharsets.UTF_8));
    }
    HttpResponse<byte[]> plain = raw("identity");
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    Exposition.parse(new String(plain.body(), StandardCharsets.UTF_8));
  }

  @Test
  void requestsWithoutCredentialsAreRefused() {
    assertThat(ApiClient.at(port).get("/htc/metrics").status()).isEqualTo(401);
  }

  private HttpResponse<byte[]> raw(String encoding) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:%d/htc/metrics".formatted(port)))
            .header("Authorization", "Bearer " + admin.token())
            .header("Accept-Encoding", encoding)
            .header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4")
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofByteArray());
    }
  }

  private static boolean hasReadyHost(Exposition metrics) {
    return metrics
        .all("openhtc_platform_hosts", "region", "AWS_US_WEST_2", "health", "READY")
        .stream()
        .anyMatch(sample -> sample.value() == 1);
  }

  /** Whether all jobs of earlier tests have left the host. */
  private static boolean isIdle(Exposition metrics) {
    return metrics.value("openhtc_platform_free_vcpus", "region", "AWS_US_WEST_2")
        == metrics.value("openhtc_platform_vcpus", "region", "AWS_US_WEST_2");
  }

  private static Exposition metrics(ApiClient client) {
    return Exposition.parse(client.plain("/htc/metrics"));
  }

  /** Counts other than 0, by status. */
  private static Map<String, Double> jobs(Exposition metrics, TestTask task) {
    return metrics.all("openhtc_jobs", "project", project(task)).stream()
        .filter(sample -> sample.value() != 0)
        .collect(
            java.util.stream.Collectors.toMap(
                sample -> sample.labels().get("status"), Exposition.Sample::value));
  }

  private static String project(TestTask task) {
    return task.path.split("/")[3];
  }

  private static Map<String, Object> job(String script) {
    Map<String, Object> definition = TestTask.script(script);
    definition.put("maxVCpus", 2);
    return definition;
  }

  /** A job that waits forever, because no host has so much memory. */
  private static Map<String, Object> huge() {
    Map<String, Object> definition = TestTask.script("true");
    definition.put("maxMemory", 235_520);
    return definition;
  }

  private ApiClient client(String workspaceId, Role role) {
    return ApiClient.at(port).withKey(tenants.key(tenants.user(workspaceId, role)));
  }
}
