package org.openhtc.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openhtc.testing.ApiClient;
import org.openhtc.testing.Command;
import org.openhtc.testing.HeapUse;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestEngine;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.TestTask;
import org.openhtc.testing.Timeouts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The dashboards and alerts in {@code ops/}. They are checked by {@code promtool} of Debian's
 * package {@code prometheus}, which the test command installs; these checks are skipped without it.
 */
@ServiceTest
class OperatorFilesIT {
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
  private static final Path ALERTS = Path.of("ops/prometheus");
  private static final Path DASHBOARDS = Path.of("ops/grafana");
  private static final Pattern ALERT_EXPRESSION =
      Pattern.compile("(?m)^ {8}expr: (?:\\|\\n((?: {10}.*\\n)+)|(.*)\\n)");

  private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");

  /** Part of a test in which an alert fires. */
  private static final Pattern FIRING =
      Pattern.compile("alertname: (\\w+)\\n *exp_alerts:\\n *- exp_labels");

  /** Parts of an expression that contain no names of metrics. */
  private static final Pattern NO_METRIC =
      Pattern.compile("\\{[^}]*}|\\[[^]]*]|\\b(?:by|on|without|ignoring) \\([^)]*\\)");

  private static final Pattern METRIC = Pattern.compile("\\b[a-z]\\w*_\\w+\\b(?!\\()");
  private static final Pattern SELECTOR = Pattern.compile("(\\w+)\\{([^}]*)}");
  private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=~|!~|!=|=)\"");

  /** Prometheus adds these itself. */
  private static final Pattern OF_PROMETHEUS = Pattern.compile("up|instance|job");

  @LocalServerPort int port;
  @Autowired TestTask task;

  @Test
  void promtoolAcceptsConfigurationAndAlerts() throws IOException {
    assertThat(promtool("check", "rules", "alerts.yaml")).contains("SUCCESS");
    assertThat(promtool("check", "config", "--syntax-only", "prometheus.yaml")).contains("SUCCESS");
  }

  @Test
  void alertsFireWhenTheyShould() throws IOException {
    assertThat(promtool("test", "rules", "alerts-test.yaml")).contains("SUCCESS");
  }

  @Test
  void everyAlertFiresInATest() throws IOException {
    assertThat(names(FIRING, "alerts-test.yaml"))
        .isEqualTo(names(ALERT, "alerts.yaml"))
        .hasSizeGreaterThan(10);
  }

  @Test
  void promtoolAcceptsTheScrape() throws IOException {
    requirePromtool();
    Process lint =
        new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (var input = lint.outputWriter()) {
      input.write(monitor().plain("/actuator/prometheus"));
    }
    assertThat(new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .doesNotContain("error while linting");
  }

  @Test
  void everyMetricInTheFilesIsInTheScrape() throws IOException {
    runJob();
    HeapUse.mib(); // collects garbage, which is measured
    TreeSet<String> used = new TreeSet<>();
    for (String expression : expressions().toList()) {
      METRIC
          .matcher(NO_METRIC.matcher(expression).replaceAll(" "))
          .results()
          .forEach(metric -> used.add(metric.group()));
    }
    assertThat(used).hasSizeGreaterThan(20).contains("openhtc_platform_hosts");
    await()
        .atMost(Timeouts.STEP)
        .untilAsserted(() -> {
          Exposition scrape = scrape();
          assertThat(used)
              .allSatisfy(metric -> assertThat(scrape.all(metric)).as(metric).isNotEmpty());
        });
  }

  @Test
  void everyLabelInTheFilesIsInTheScrape() throws IOException {
    runJob();
    List<String> expressions = expressions().toList();
    await().atMost(Timeouts.STEP).untilAsserted(() -> assertHasLabels(scrape(), expressions));
  }

  private static void assertHasLabels(Exposition scrape, List<String> expressions) {
    for (String expression : expressions) {
      SELECTOR
          .matcher(expression)
          .results()
          .filter(selector -> !OF_PROMETHEUS.matcher(selector.group(1)).matches())
          .forEach(selector ->
              assertThat(scrape.all(selector.group(1)))
                  .as(selector.group())
                  .anySatisfy(sample ->
                      assertThat(sample.labels().keySet()).containsAll(labels(selector.group(2)))));
    }
  }

  @Test
  void everyPanelHasAQueryAndADescription() throws IOException {
    for (JsonNode panel : panels().filter(panel -> !isRow(panel)).toList()) {
      assertThat(panel.path("title").asString()).isNotBlank();
      assertThat(panel.path("description").asString()).isNotBlank();
      assertThat(panel.path("targets").findValuesAsString("expr")).isNotEmpty();
    }
  }

  private static TreeSet<String> names(Pattern pattern, String file) throws IOException {
    return pattern
        .matcher(Files.readString(ALERTS.resolve(file)))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> labels(String selector) {
    return LABEL.matcher(selector).results().map(label -> label.group(1)).toList();
  }

  private static boolean isRow(JsonNode panel) {
    return panel.path("type").asString().equals("row");
  }

  private static Stream<String> expressions() throws IOException {
    Stream<String> alerts =
        ALERT_EXPRESSION
            .matcher(Files.readString(ALERTS.resolve("alerts.yaml")))
            .results()
            .map(alert -> alert.group(1) == null ? alert.group(2) : alert.group(1));
    Stream<String> queries =
        panels().flatMap(panel -> panel.path("targets").findValuesAsString("expr").stream());
    return Stream.concat(alerts, queries);
  }

  private static Stream<JsonNode> panels() throws IOException {
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      return files.map(file -> JsonMapper.shared().readTree(file.toFile())).toList().stream()
          .flatMap(dashboard -> dashboard.path("panels").valueStream());
    }
  }

  private static void requirePromtool() {
    assumeTrue(Files.isExecutable(PROMTOOL), "skipped: no promtool");
  }

  private static String promtool(String... arguments) throws IOException {
    requirePromtool();
    return Command.run(
        ALERTS,
        Stream.concat(Stream.of(PROMTOOL.toString()), Stream.of(arguments)).toArray(String[]::new));
  }

  /** It is counted after the commit that makes its end visible. */
  private void runJob() {
    TestImages.busybox(TestEngine.ENDPOINT);
    String batch = task.submit(1, TestTask.script("true"));
    task.awaitStatus(batch, 0, "SUCCEEDED");
  }

  private Exposition scrape() {
    return Exposition.parse(monitor().plain("/actuator/prometheus"));
  }

  private ApiClient monitor() {
    return ApiClient.at(port).withToken(ServiceTest.METRICS_TOKEN).withoutBasePath();
  }
}
