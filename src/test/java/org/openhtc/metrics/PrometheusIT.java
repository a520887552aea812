package org.openhtc.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.RawRequest;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** {@code /actuator/prometheus} of a service that has run a job. */
@ServiceTest
class PrometheusIT {
  private static final String PATH = "/actuator/prometheus";

  /** A UUID, a job's id, an address, or a long number or hexadecimal text. */
  private static final Pattern ID =
      Pattern.compile(
          "(?i).*([0-9a-f]{8}-[0-9a-f]{4}-|:[0-9]+$|@|[0-9]{5,}|\\b(?=\\w*[0-9])[0-9a-f]{8,}\\b).*");

  /** A name in the first column of a table of the documentation. */
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(openhtc_\\w+)` \\|");

  @LocalServerPort int port;
  @Autowired TestTask task;

  @Test
  void tokenOfTheSettingPermitsNothingElse() {
    assertThat(monitor().plain(PATH)).contains("jvm_memory_used_bytes");
    assertThat(monitor().get("/htc/metrics").status()).isEqualTo(401);
    assertThat(ApiClient.at(port).withToken(ServiceTest.METRICS_TOKEN).get(PATH).status())
        .as("below the base path, where nothing is")
        .isEqualTo(401);
  }

  @Test
  void wrongOrMissingTokenIsRefused() {
    ApiClient anonymous = ApiClient.at(port).withoutBasePath();
    assertThat(anonymous.get(PATH).status()).isEqualTo(401);
    assertThat(anonymous.withToken(ServiceTest.METRICS_TOKEN + "x").get(PATH).status())
        .isEqualTo(401);
    assertThat(anonymous.withAuthorization("Token " + ServiceTest.METRICS_TOKEN).get(PATH).status())
        .isEqualTo(401);
  }

  @Test
  void everyDocumentedMetricExistsAfterAJob() throws IOException {
    runJob();
    List<String> documented = documented();
    assertThat(documented).hasSizeGreaterThan(10).contains("openhtc_job_wait_seconds");
    await()
        .atMost(Timeouts.STEP)
        .untilAsserted(() -> assertThat(scrape().families()).containsAll(documented));
    assertThat(scrape().families())
        .contains("http_server_requests_seconds", "jvm_memory_used_bytes", "logback_events_total");
  }

  @Test
  void everyPoolHasMetrics() {
    for (String pool : List.of("requests", "service", "urgent")) {
      assertThat(scrape().all("hikaricp_connections_pending", "pool", pool)).hasSize(1);
    }
  }

  /** Jobs are counted after the commit that makes their end visible. */
  @Test
  void aJobIsInTheHistograms() {
    double before = total("openhtc_job_run_seconds_count");
    double starts = total("openhtc_container_start_seconds_count");
    double ticks = total("openhtc_scheduler_tick_seconds_count");
    runJob();
    await()
        .atMost(Timeouts.STEP)
        .untilAsserted(() -> {
          assertThat(total("openhtc_job_run_seconds_count")).isGreaterThan(before);
          assertThat(total("openhtc_container_start_seconds_count")).isGreaterThan(starts);
          assertThat(total("openhtc_scheduler_tick_seconds_count")).isGreaterThan(ticks);
          assertThat(scrape().all("openhtc_job_wait_seconds_bucket", "le", "+Inf"))
              .isNotEmpty()
              .allMatch(bucket -> bucket.value() > 0);
        });
  }

  @Test
  void gaugesFollowTheDatabase() {
    task.submit(1, TestTask.script("sleep 300"));
    await()
        .atMost(Timeouts.STEP)
        .untilAsserted(() ->
            assertThat(scrape().value("openhtc_platform_jobs", "status", "RUNNING"))
                .isGreaterThanOrEqualTo(1));
    Exposition scrape = scrape();
    assertThat(scrape.value("openhtc_platform_hosts", "region", "AWS_US_WEST_2", "health", "READY"))
        .isEqualTo(1);
    assertThat(scrape.value("openhtc_platform_free_vcpus", "region", "AWS_US_WEST_2"))
        .isLessThan(scrape.value("openhtc_platform_vcpus", "region", "AWS_US_WEST_2"));
    assertThat(scrape.value("openhtc_platform_figures_age_seconds")).isBetween(0.0, 60.0);
  }

  @Test
  void noLabelContainsAnId() {
    String batch = runJob();
    ApiClient api = task.api;
    api.get(task.path + "/jobs/" + batch + ":0");
    api.withoutBasePath().get(task.path + "/jobs/" + batch + ":0/events");
    api.get("/htc/projects/" + UUID.randomUUID());
    api.get("/no/such/path/" + UUID.randomUUID());
    api.withoutBasePath().get("/page/no-such-file-" + UUID.randomUUID());
    api.send("DELETE", task.path + "/jobs/" + batch + ":0", BodyPublishers.noBody());
    ApiClient.at(port).get("/htc/projects/" + UUID.randomUUID());
    RawRequest.send(port, "METHOD471112345 / HTTP/1.1", "Host: h");
    RawRequest.send(port, "GET /a/../1234567 HTTP/1.1", "Host: h");
    Exposition scrape = scrape();
    assertThat(scrape.all())
        .filteredOn(sample -> !sample.name().startsWith("disk_"))
        .allSatisfy(sample ->
            sample
                .labels()
                .forEach((label, value) -> {
                  if (!label.equals("le")) {
                    assertThat(value)
                        .as("label %s of %s", label, sample.name())
                        .doesNotMatch(ID)
                        .doesNotContain(batch, task.project());
                  }
                }));
    assertThat(scrape.all("http_server_requests_seconds_count")).isNotEmpty();
  }

  @Test
  void otherFormatIsServedOnRequest() {
    assertThat(
            monitor()
                .send(
                    "GET",
                    PATH + "?includedNames=jvm_info",
                    BodyPublishers.noBody(),
                    "Accept",
                    "application/openmetrics-text;version=1.0.0")
                .header("Content-Type"))
        .startsWith("application/openmetrics-text");
  }

  private String runJob() {
    TestImages.busybox(TestEngine.ENDPOINT);
    String batch = task.submit(1, TestTask.script("true"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
    return batch;
  }

  private double total(String name) {
    return scrape().all(name).stream().mapToDouble(Exposition.Sample::value).sum();
  }

  private Exposition scrape() {
    return Exposition.parse(monitor().plain(PATH));
  }

  private ApiClient monitor() {
    return ApiClient.at(port).withToken(ServiceTest.METRICS_TOKEN).withoutBasePath();
  }

  private static List<String> documented() throws IOException {
    String page = Files.readString(Path.of("docs/operations.md"));
    String table =
        page.substring(
            page.indexOf("## Metrics\n"), page.indexOf("`GET /htc/metrics` is for users"));
    return DOCUMENTED.matcher(table).results().map(PrometheusIT::name).toList();
  }

  private static String name(MatchResult row) {
    return row.group(1);
  }
}
