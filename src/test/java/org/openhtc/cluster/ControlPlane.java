package org.openhtc.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openhtc.testing.Command;
import org.openhtc.testing.FreePort;
import org.openhtc.testing.TestCertificates;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real API server with etcd, a scheduler and controllers, as processes on loopback. Without the
 * {@link ServerPrograms} the tests are skipped.
 */
public final class ControlPlane implements AutoCloseable {
  /** The address of the API server for pods, which {@link ServiceAddresses} serves. */
  static final String SERVICE_ADDRESS = "10.96.0.1";

  /** The bearer token of an administrator of the cluster. */
  public static final String TOKEN = "administrator-of-the-test-cluster";

  /** The token of the service account that docs/kubernetes.md describes. */
  private static final String ACCOUNT_TOKEN = "account-of-the-service";

  private static final String CONTROLLERS =
      String.join(
          ",",
          "deployment-controller",
          "disruption-controller",
          "endpointslice-controller",
          "garbage-collector-controller",
          "namespace-controller",
          "replicaset-controller",
          "root-ca-certificate-publisher-controller",
          "serviceaccount-controller");

  private static final String NODE_CONTROLLERS =
      "node-lifecycle-controller,pod-garbage-collector-controller,taint-eviction-controller";

  /** How long a node may be silent until its pods are to be deleted. */
  private static final String LONGEST_SILENCE = "4s";

  private final ServerPrograms programs;
  private final Path directory;
  private final int port = FreePort.find();
  private final int etcdPort = FreePort.find();
  private final String disabledAdmission;
  private final List<Process> processes = new ArrayList<>();
  private Process apiServer;

  private ControlPlane(ServerPrograms programs, Path directory, String disabledAdmission)
      throws IOException {
    this.programs = programs;
    this.directory = directory;
    this.disabledAdmission = disabledAdmission;
    TestCertificates.makeFor(directory, "IP:127.0.0.1", "IP:" + SERVICE_ADDRESS);
    Files.writeString(
        directory.resolve("tokens.csv"),
        TOKEN
            + ",admin,1,system:masters\n"
            + ACCOUNT_TOKEN
            + ",system:serviceaccount:openhtc-jobs:openhtc,2,system:serviceaccounts\n");
    Files.writeString(directory.resolve("kubeconfig"), kubeconfig(TOKEN));
    Files.writeString(directory.resolve("account-kubeconfig"), kubeconfig(ACCOUNT_TOKEN));
    Files.writeString(
        directory.resolve("scheduler.yaml"),
        """
        apiVersion: kubescheduler.config.k8s.io/v1
        kind: KubeSchedulerConfiguration
        leaderElection: {leaderElect: false}
        clientConnection: {kubeconfig: %s, qps: 1000, burst: 2000}
        """
            .formatted(directory.resolve("kubeconfig")));
    startEtcd();
    apiServer = startApiServer();
  }

  /**
   * Starts the processes; the API server may not be ready yet.
   *
   * @param directory for keys and data; empty
   */
  public static ControlPlane start(Path directory) throws IOException {
    // There is no controller manager, which would make service accounts and remove taints.
    return new ControlPlane(
        ServerPrograms.with("kube-scheduler"),
        directory.toAbsolutePath(),
        "ServiceAccount,TaintNodesByCondition");
  }

  /** The same for {@link #startNodeControllers}. */
  public static ControlPlane startForNodeControllers(Path directory) throws IOException {
    return new ControlPlane(
        ServerPrograms.with("kube-controller-manager"),
        directory.toAbsolutePath(),
        "ServiceAccount,TaintNodesByCondition");
  }

  /** The same for {@link #startControllers}: pods have the tokens of service accounts. */
  static ControlPlane startForControllers(Path directory) throws IOException {
    return new ControlPlane(
        ServerPrograms.with("kube-controller-manager"),
        directory.toAbsolutePath(),
        "TaintNodesByCondition");
  }

  private String kubeconfig(String token) {
    return """
    apiVersion: v1
    kind: Config
    current-context: test
    contexts: [{name: test, context: {cluster: test, user: admin}}]
    clusters: [{name: test, cluster: {server: 'https://127.0.0.1:%d', certificate-authority: %s}}]
    users: [{name: admin, user: {token: %s}}]
    """
        .formatted(port, directory.resolve("ca.pem"), token);
  }

  /** The endpoint of a host with the account of the administrator. */
  public URI endpoint() {
    return URI.create("kubernetes://" + directory.resolve("kubeconfig"));
  }

  /** The endpoint of a host with the service account {@code openhtc} of {@code openhtc-jobs}. */
  public URI accountEndpoint() {
    return URI.create("kubernetes://" + directory.resolve("account-kubeconfig"));
  }

  /** The port of the API server on the loopback interface. */
  int port() {
    return port;
  }

  /** The kubeconfig of the administrator. */
  Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  /**
   * Makes a call as the administrator.
   *
   * @param body empty for none
   * @return the object of the response
   * @throws IOException if the server does not respond, or with an error
   */
  JsonNode call(String method, String path, String body) throws IOException {
    String server = "https://127.0.0.1:" + port + path;
    String text =
        Command.run(
            directory,
            "curl",
            "-sfS",
            "--cacert",
            directory.resolve("ca.pem").toString(),
            "-H",
            "Authorization: Bearer " + TOKEN,
            "-H",
            "Content-Type: application/json",
            "-X",
            method,
            "-d",
            body,
            server);
    return JsonMapper.shared().readTree(text);
  }

  /** The directory with the keys of {@link TestCertificates}. */
  public Path directory() {
    return directory;
  }

  private void startEtcd() throws IOException {
    String peers = "http://127.0.0.1:" + FreePort.find();
    String clients = "http://127.0.0.1:" + etcdPort;
    processes.add(
        start(
            "etcd",
            "--name=e",
            "--data-dir=" + directory.resolve("etcd"),
            "--unsafe-no-fsync",
            "--log-level=warn",
            "--listen-client-urls=" + clients,
            "--advertise-client-urls=" + clients,
            "--listen-peer-urls=" + peers,
            "--initial-advertise-peer-urls=" + peers,
            "--initial-cluster=e=" + peers));
  }

  private Process startApiServer() throws IOException {
    Path key = directory.resolve("server-key.pem");
    return start(
        "kube-apiserver",
        "--etcd-servers=http://127.0.0.1:" + etcdPort,
        "--bind-address=127.0.0.1",
        "--secure-port=" + port,
        "--endpoint-reconciler-type=none",
        "--service-cluster-ip-range=10.96.0.0/16",
        "--authorization-mode=RBAC",
        "--disable-admission-plugins=" + disabledAdmission,
        "--token-auth-file=" + directory.resolve("tokens.csv"),
        "--tls-cert-file=" + directory.resolve("server-cert.pem"),
        "--tls-private-key-file=" + key,
        "--kubelet-preferred-address-types=Hostname",
        "--default-unreachable-toleration-seconds=1",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + key,
        "--service-account-signing-key-file=" + key);
  }

  /** Starts the scheduler; to be called when the API server is ready. */
  public void startScheduler() throws IOException {
    processes.add(
        start(
            "kube-scheduler",
            "--config=" + directory.resolve("scheduler.yaml"),
            "--authentication-kubeconfig=" + directory.resolve("kubeconfig"),
            "--authorization-kubeconfig=" + directory.resolve("kubeconfig"),
            "--bind-address=127.0.0.1",
            "--secure-port=" + FreePort.find()));
  }

  /** Starts the controllers of Deployments, Services, accounts and removed objects. */
  void startControllers() throws IOException {
    startControllers(CONTROLLERS, "--root-ca-file=" + directory.resolve("ca.pem"));
  }

  /**
   * Starts the controllers that delete the pods of nodes that are silent, and of nodes that do not
   * exist any more.
   */
  public void startNodeControllers() throws IOException {
    startControllers(
        NODE_CONTROLLERS,
        "--node-monitor-period=500ms",
        "--node-monitor-grace-period=" + LONGEST_SILENCE,
        "--node-eviction-rate=10",
        "--secondary-node-eviction-rate=10");
  }

  private void startControllers(String controllers, String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--controllers=" + controllers,
                "--kubeconfig=" + directory.resolve("kubeconfig"),
                "--leader-elect=false",
                "--bind-address=127.0.0.1",
                "--secure-port=" + FreePort.find()));
    arguments.addAll(List.of(options));
    processes.add(start("kube-controller-manager", arguments.toArray(String[]::new)));
  }

  private Process start(String program, String... arguments) throws IOException {
    return programs.start(directory, program, arguments);
  }

  /** Kills the API server, as a crash does. */
  public void killApiServer() {
    ServerPrograms.kill(apiServer);
  }

  /** Kills the API server, and starts another one. */
  public void restartApiServer() throws IOException {
    ServerPrograms.kill(apiServer);
    apiServer = startApiServer();
  }

  /** Lets etcd forget the history of all objects. */
  public void compact(String revision) throws IOException {
    Command.run(
        directory,
        "curl",
        "-sfS",
        "http://127.0.0.1:%d/v3/kv/compaction".formatted(etcdPort),
        "-d",
        "{\"revision\":\"%s\"}".formatted(revision));
  }

  @Override
  public void close() {
    ServerPrograms.kill(apiServer);
    processes.forEach(ServerPrograms::kill);
  }
}
