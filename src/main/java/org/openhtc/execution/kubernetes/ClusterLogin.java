package org.openhtc.execution.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.http.HttpAddress;
import org.openhtc.host.Host;

/**
 * The address of an API server, and how the service identifies itself there.
 *
 * @param base before the path of each call; empty for most servers
 * @param authorization the value of the header; empty where a client certificate is used instead
 */
record ClusterLogin(HttpAddress address, String base, Supplier<String> authorization) {
  /** Where the kubelet puts the account of a pod. */
  private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  /**
   * In the environment of every pod. The name {@code kubernetes.default.svc} would need the name
   * server of the cluster, which may be absent or late.
   */
  private static final String SERVER_HOST = "KUBERNETES_SERVICE_HOST";

  private static final String SERVER_PORT = "KUBERNETES_SERVICE_PORT";

  private static final Pattern PORT = Pattern.compile("\\d{1,5}");

  /**
   * @param endpoint of a host of the kind {@link Host.Kind#KUBERNETES}
   * @throws EngineException.Refused if the kubeconfig can't be used
   */
  static ClusterLogin of(URI endpoint) {
    return Host.Kind.IN_CLUSTER.equals(endpoint.getRawAuthority())
        ? inCluster(ACCOUNT, System.getenv())
        : by(Kubeconfig.read(Path.of(endpoint.getPath())));
  }

  /**
   * @param account the directory of a service account
   * @param environment of the service
   */
  static ClusterLogin inCluster(Path account, Map<String, String> environment) {
    String host = environment.getOrDefault(SERVER_HOST, "");
    String port = environment.getOrDefault(SERVER_PORT, "");
    if (host.isEmpty() || !PORT.matcher(port).matches()) {
      throw new EngineException.Refused(
          "the service does not run in a cluster: %s is '%s', and %s '%s'"
              .formatted(SERVER_HOST, host, SERVER_PORT, port));
    }
    byte[] authorities;
    try {
      authorities = Files.readAllBytes(account.resolve("ca.crt"));
    } catch (IOException e) {
      throw new EngineException.Refused(
          "the service runs without a service account: can't read " + account.resolve("ca.crt"));
    }
    return new ClusterLogin(
        new HttpAddress.Tcp(
            host, Integer.parseInt(port), ClusterTls.context(authorities, null, null)),
        "",
        () -> bearer(read(account.resolve("token"))));
  }

  private static ClusterLogin by(Kubeconfig config) {
    URI server = config.server();
    SSLContext tls =
        "https".equals(server.getScheme())
            ? ClusterTls.context(
                config.authorities(), config.clientCertificate(), config.clientKey())
            : null;
    String path = server.getRawPath();
    String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return new ClusterLogin(address(server, tls), base, authorization(config));
  }

  private static Supplier<String> authorization(Kubeconfig config) {
    Path file = config.tokenFile();
    if (file != null) {
      return () -> bearer(read(file));
    }
    String token = config.token();
    String fixed = token == null ? "" : bearer(token);
    return () -> fixed;
  }

  private static HttpAddress address(URI server, @Nullable SSLContext tls) {
    int port = server.getPort() != -1 ? server.getPort() : tls == null ? 80 : 443;
    String host = server.getHost();
    boolean isIpv6 = host.startsWith("[");
    return new HttpAddress.Tcp(isIpv6 ? host.substring(1, host.length() - 1) : host, port, tls);
  }

  private static String bearer(String token) {
    return "Bearer " + token.strip();
  }

  /** The file is replaced while the service runs. */
  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new EngineException.Unreachable("can't read " + file, e);
    }
  }

  /** Omits the credentials, so that they can't appear in a log. */
  @Override
  public String toString() {
    return address.authority();
  }
}
