package org.openhtc.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openhtc.testing.Command;
import org.openhtc.testing.DeclaredSettings;

/** The settings of the service that {@code ./openhtc demo --kubernetes} starts. */
class ClusterDemoTest {
  private static final String SCRIPT =
      """
      fail() { echo "$1"; exit 1; }
      step() { :; }
      running() { [[ -e $OPENHTC_HOME/service.pid ]]; }
      source launcher/cluster.sh
      use_cluster "$@"
      env | grep ^OPENHTC_
      """;

  /** Of the launcher and the demo. */
  private static final List<String> NO_SETTINGS =
      List.of("OPENHTC_DEMO_HOST", "OPENHTC_DEMO_ADDRESS", "OPENHTC_PORT");

  @TempDir private Path home;

  @Test
  void clusterIsTheOnlyHostAndItsPodsReachTheService() throws IOException {
    Path kubeconfig = Files.writeString(home.resolve("kubeconfig"), "");
    Map<String, String> variables = variables("--kubernetes", kubeconfig.toString());
    assertThat(variables)
        .containsEntry("OPENHTC_HOSTS_0_ENDPOINT", "kubernetes://" + kubeconfig.toRealPath())
        .containsEntry("OPENHTC_HOSTS_0_KUBERNETES_NAMESPACE", "openhtc-jobs")
        .containsEntry("OPENHTC_EXECUTION_APIURL", "http://192.0.2.1:8080/api/v1")
        .containsEntry("OPENHTC_STORAGE_JOBENDPOINT", "http://192.0.2.1:9000");
    List<String> settings =
        DeclaredSettings.names().stream().map(DeclaredSettings::variable).toList();
    assertThat(variables.keySet())
        .filteredOn(name -> !NO_SETTINGS.contains(name))
        .isSubsetOf(settings)
        .isNotEmpty();
  }

  @Test
  void portOfTheStoreRemains() throws IOException {
    Files.writeString(home.resolve("s3-port"), "9999");
    assertThat(variables("--kubernetes", "pom.xml"))
        .containsEntry("OPENHTC_EMBEDDED_S3PORT", "9999");
  }

  @Test
  void otherArgumentsAndRunningServicesAreRefused() throws IOException {
    assertThatThrownBy(() -> variables("--kubernetes"))
        .hasMessageContaining("demo --kubernetes KUBECONFIG");
    assertThatThrownBy(() -> variables("--kubernetes", "/no/such"))
        .hasMessageContaining("no readable kubeconfig");
    Files.createFile(home.resolve("service.pid"));
    assertThatThrownBy(() -> variables("--kubernetes", "pom.xml"))
        .hasMessageContaining("A service runs already");
  }

  private Map<String, String> variables(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "--ignore-environment",
                "PATH=" + System.getenv("PATH"),
                "OPENHTC_HOME=" + home,
                "OPENHTC_PORT=8080",
                "OPENHTC_DEMO_ADDRESS=192.0.2.1",
                "bash",
                "-euc",
                SCRIPT,
                "test"));
    command.addAll(List.of(arguments));
    return Command.run(Path.of("."), command.toArray(String[]::new))
        .lines()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }
}
