package org.openhtc.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openhtc.chart.Manifests.Kind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The chart fits the product and its documentation. Needs no Helm. */
class ChartTest {
  private static final String DIRECTORY = "charts/openhtc/";
  private static final Pattern VERSION = Pattern.compile("(?m)^  <version>(.*)</version>");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([A-Za-z.]+)` \\| (.*?) \\| .+ \\|$");

  private final Manifests manifests = Manifests.plain();

  ChartTest() throws IOException {}

  @Test
  void everySettingIsOneOfTheService() {
    assertThat(ChartSettings.unknownIn(manifests)).isEmpty();
    assertThat(manifests.container().path("env")).hasSizeGreaterThan(5);
  }

  @Test
  void versionIsThatOfTheProject() throws IOException {
    Matcher project = VERSION.matcher(Files.readString(Path.of("pom.xml")));
    assertThat(project.find()).isTrue();
    JsonNode chart = Manifests.read(DIRECTORY + "Chart.yaml");
    assertThat(chart.path("version").asString()).isEqualTo(project.group(1));
    assertThat(chart.path("appVersion").asString()).isEqualTo(project.group(1));
  }

  @Test
  void imageIsThatOfDockerCompose() throws IOException {
    JsonNode compose = Manifests.read("docker-compose.yml").path("services").path("openhtc");
    String version = Manifests.read(DIRECTORY + "Chart.yaml").path("version").asString();
    String image = valuesFile().path("image").path("repository").asString();
    assertThat(image).isEqualTo(compose.path("image").asString());
    assertThat(manifests.container().path("image").asString())
        .endsWith("/" + image + ":" + version);
  }

  @Test
  void userPortAndDirectoryAreThoseOfTheImage() throws IOException {
    String image = Files.readString(Path.of("Dockerfile"));
    JsonNode container = manifests.container();
    int port = container.path("ports").path(0).path("containerPort").asInt();
    assertThat(image)
        .contains("OPENHTC_PORT=" + port)
        .contains("--uid " + manifests.pod().path("securityContext").path("runAsUser").asInt())
        .contains("WORKDIR /var/lib/openhtc");
    assertThat(mounts()).contains("/var/lib/openhtc", "/var/lib/openhtc/config", "/tmp");
  }

  private List<String> mounts() {
    return manifests
        .container()
        .path("volumeMounts")
        .valueStream()
        .map(mount -> mount.path("mountPath").asString())
        .toList();
  }

  @Test
  void processHasNoRightsOnItsNode() {
    JsonNode security = manifests.container().path("securityContext");
    assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(security.path("allowPrivilegeEscalation").asBoolean()).isFalse();
    assertThat(security.path("capabilities").path("drop").path(0).asString()).isEqualTo("ALL");
    JsonNode pod = manifests.pod();
    assertThat(pod.path("securityContext").path("runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.path("volumes").findParents("hostPath")).isEmpty();
  }

  @Test
  void noValueOfASecretIsInTheManifests() {
    assertThat(manifests.container().path("env").valueStream())
        .allMatch(variable -> variable.path("valueFrom").has("secretKeyRef"));
  }

  @Test
  void documentationListsEveryValueWithItsDefault() throws IOException {
    String page = Files.readString(Path.of("docs/kubernetes.md"));
    String section = page.substring(page.indexOf("\n### Values\n"));
    List<String> documented = new ArrayList<>();
    ROW.matcher(section)
        .results()
        .forEach(row -> documented.add(row.group(1) + " " + row.group(2)));
    assertThat(documented).containsExactlyElementsOf(values("", valuesFile()));
  }

  private static JsonNode valuesFile() throws IOException {
    return Manifests.read(DIRECTORY + "values.yaml");
  }

  /** Each value with its default, as in the documentation. */
  private static List<String> values(String prefix, JsonNode values) {
    List<String> rows = new ArrayList<>();
    for (var member : values.properties()) {
      String name = prefix + member.getKey();
      JsonNode value = member.getValue();
      if (value.isObject() && !value.isEmpty() && !name.equals("resources")) {
        rows.addAll(values(name + ".", value));
      } else {
        rows.add(name + " " + shown(value));
      }
    }
    return rows;
  }

  private static String shown(JsonNode value) {
    if (value.isObject() && !value.isEmpty()) {
      return "see `values.yaml`";
    }
    return value.asString(value.toString()).isEmpty()
        ? ""
        : "`" + value.asString(value.toString()) + "`";
  }

  @Test
  void schemaHasExactlyTheValues() throws IOException {
    JsonNode schema =
        JsonMapper.shared().readTree(Files.readString(Path.of(DIRECTORY + "values.schema.json")));
    assertThat(properties("", schema))
        .containsExactlyElementsOf(
            values("", valuesFile()).stream().map(row -> row.split(" ", 2)[0]).toList());
  }

  private static List<String> properties(String prefix, JsonNode schema) {
    List<String> names = new ArrayList<>();
    for (var member : schema.path("properties").properties()) {
      String name = prefix + member.getKey();
      if (member.getValue().has("properties")) {
        names.addAll(properties(name + ".", member.getValue()));
      } else if (!name.equals("global")) {
        names.add(name);
      }
    }
    return names;
  }

  @Test
  void oneOfSeveralProcessesMayBeInterrupted() {
    JsonNode budget = manifests.one(Kind.POD_DISRUPTION_BUDGET).path("spec");
    assertThat(budget.path("maxUnavailable").asInt()).isEqualTo(1);
    JsonNode deployment = manifests.one(Kind.DEPLOYMENT).path("spec");
    assertThat(deployment.path("replicas").asInt()).isGreaterThan(1);
    assertThat(budget.path("selector")).isEqualTo(deployment.path("selector"));
  }

  @Test
  void onlyTheJobsNamespaceMayBeChanged() {
    String namespace = manifests.one(Kind.NAMESPACE).path("metadata").path("name").asString();
    assertThat(manifests.one(Kind.ROLE).path("metadata").path("namespace").asString())
        .isEqualTo(namespace);
    assertThat(manifests.one(Kind.CLUSTER_ROLE).path("rules").valueStream())
        .flatMap(rule -> rule.path("verbs").valueStream().map(JsonNode::asString).toList())
        .containsOnly("get", "list");
  }
}
