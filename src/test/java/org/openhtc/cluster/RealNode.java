package org.openhtc.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.openhtc.testing.Command;
import org.openhtc.testing.FreePort;
import org.openhtc.testing.TestImages;
import org.openhtc.testing.Timeouts;

/**
 * A node of a real API server on this machine: a kubelet with a containerd and a bridge of its own.
 * A Docker engine beside it is not touched. The kubelet changes settings of the kernel, which are
 * set back at the end.
 */
final class RealNode implements AutoCloseable {
  /**
   * The API server reads logs at this name. A kubelet refuses the address of the loopback interface
   * for its node.
   */
  static final String NAME = "localhost";

  private static final Path PLUGINS = Path.of("/usr/lib/cni");
  private static final Path CLEAN = Path.of("src/test/kubernetes/node/clean.sh").toAbsolutePath();
  private static final List<String> KERNEL_SETTINGS =
      List.of(
          "vm.overcommit_memory",
          "vm.panic_on_oom",
          "kernel.panic",
          "kernel.panic_on_oops",
          "kernel.keys.root_maxkeys",
          "kernel.keys.root_maxbytes");

  private final Path directory;
  private final Path sockets;
  private final List<Process> processes = new ArrayList<>();
  private final List<String> kernelSettings = new ArrayList<>();

  private RealNode(Path directory, Path sockets) {
    this.directory = directory;
    this.sockets = sockets;
  }

  /** Skips the test where a node can't run. */
  static void assumePossible() throws IOException {
    ServerPrograms.with("kubelet");
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "skipped: a node needs root");
    for (String program : List.of("containerd", "ctr", "runc", "ip")) {
      Assumptions.assumeTrue(isInstalled(program), "skipped: no program " + program);
    }
    Assumptions.assumeTrue(
        Files.isExecutable(PLUGINS.resolve("bridge")), "skipped: no network plugins in " + PLUGINS);
  }

  private static boolean isInstalled(String program) {
    try {
      return !Command.run(Path.of("/"), "sh", "-c", "command -v " + program).isEmpty();
    } catch (IOException absent) {
      return false;
    }
  }

  /**
   * Starts the node; it may not be ready yet.
   *
   * @param kubeconfig of an administrator, with which the node registers itself
   * @param directory for its data, on a disk, and the output of its programs; empty
   */
  static RealNode start(Path kubeconfig, Path directory) throws IOException {
    // The path of a socket is short.
    RealNode node = new RealNode(directory, Files.createTempDirectory("openhtc-node"));
    try {
      node.writeFiles();
      node.startContainerd();
      node.importImage(TestImages.pauseArchive());
      node.importImage(TestImages.busyboxArchive());
      node.startKubelet(kubeconfig);
      return node;
    } catch (IOException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Path socket() {
    return sockets.resolve("containerd.sock");
  }

  private void writeFiles() throws IOException {
    Map<String, String> names = NodeFiles.names(data(), sockets, PLUGINS);
    Path network = Files.createDirectories(data().resolve("network"));
    Files.writeString(
        directory.resolve("containerd.toml"), NodeFiles.filled(NodeFiles.CONTAINERD, names));
    Files.writeString(
        network.resolve("10-bridge.conflist"), NodeFiles.filled(NodeFiles.NETWORK, names));
    Files.writeString(
        directory.resolve("kubelet.yaml"),
        NodeFiles.filled(NodeFiles.KUBELET, names)
            + "port: %d\nhealthzPort: %d\n".formatted(FreePort.find(), FreePort.find()));
  }

  private void startContainerd() throws IOException {
    processes.add(
        ServerPrograms.startAny(
            directory, "containerd", "--config", directory.resolve("containerd.toml").toString()));
    Awaitility.await()
        .atMost(Timeouts.STEP)
        .ignoreExceptions()
        .until(() -> !containers("version").isEmpty());
  }

  private void startKubelet(Path kubeconfig) throws IOException {
    for (String name : KERNEL_SETTINGS) {
      kernelSettings.add(name + "=" + Command.run(directory, "sysctl", "-n", name));
    }
    processes.add(
        ServerPrograms.with("kubelet")
            .start(
                directory,
                "kubelet",
                "--config=" + directory.resolve("kubelet.yaml"),
                "--kubeconfig=" + kubeconfig,
                "--hostname-override=" + NAME,
                "--root-dir=" + data().resolve("kubelet"),
                "--cert-dir=" + data().resolve("certificates")));
  }

  private String containers(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ctr", "--address", socket().toString()));
    command.addAll(List.of("--namespace", "k8s.io"));
    command.addAll(List.of(arguments));
    return Command.run(directory, command.toArray(String[]::new));
  }

  private void importImage(byte[] archive) throws IOException {
    Path file = Files.write(directory.resolve("image.tar"), archive);
    importImage(file);
    Files.delete(file);
  }

  /** Imports an image as {@code docker save} writes it. */
  void importImage(Path archive) throws IOException {
    containers("images", "import", archive.toAbsolutePath().toString());
  }

  /** Kills the process of the pod with SIGKILL, as another program does. */
  void kill(String pod) throws IOException {
    String container =
        containers(
            "containers",
            "ls",
            "-q",
            "labels.\"io.kubernetes.pod.name\"==%s,labels.\"io.kubernetes.container.name\"==job"
                .formatted(pod));
    containers("tasks", "kill", "--signal", "SIGKILL", container);
  }

  @Override
  public void close() throws IOException {
    processes.stream().skip(1).forEach(ServerPrograms::kill);
    Command.run(
        Path.of("/"),
        CLEAN.toString(),
        socket().toString(),
        NodeFiles.BRIDGE,
        data().toString(),
        sockets.toString());
    processes.forEach(ServerPrograms::kill);
    for (String setting : kernelSettings) {
      Command.run(directory, "sysctl", "-q", "-w", setting);
    }
    Command.run(
        Path.of("/"), "rm", "-rf", "--one-file-system", data().toString(), sockets.toString());
  }
}
