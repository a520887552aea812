package org.openhtc.execution.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.RemoteApiVersion;
import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.openhtc.execution.dockerjava.DockerJava;
import org.openhtc.execution.engine.EngineAddress;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.http.CallTimeouts;
import org.openhtc.execution.http.HttpAddress;
import org.openhtc.execution.http.HttpConnections;

/**
 * An open connection to one engine.
 *
 * @param requests for the frequent calls
 * @param client for the others, inside of {@code calls}
 */
record EngineConnection(
    EngineAddress address,
    HttpConnections http,
    EngineRequests requests,
    DockerClient client,
    EngineCalls calls)
    implements AutoCloseable {

  /** The newest API version that this code supports; older engines are called with theirs. */
  private static final RemoteApiVersion NEWEST = RemoteApiVersion.VERSION_1_44;

  /** What the connections to all engines share. */
  record Shared(CallTimeouts timeouts, TlsContexts tls, EngineTimers timers) {}

  /**
   * @throws EngineException.Refused if the address or a file of its TLS directory can't be used
   */
  static EngineConnection open(EngineAddress address, Shared shared) {
    HttpConnections http = new HttpConnections(httpAddress(address, shared), shared.timeouts());
    try {
      return negotiated(address, http, shared.timers());
    } catch (RuntimeException e) {
      http.close();
      throw e;
    }
  }

  private static HttpAddress httpAddress(EngineAddress address, Shared shared) {
    URI endpoint = address.endpoint();
    Path directory = address.tlsDirectory();
    if ("unix".equals(endpoint.getScheme()) && endpoint.getPath() != null) {
      return new HttpAddress.Unix(Path.of(endpoint.getPath()));
    }
    if ("tcp".equals(endpoint.getScheme())
        && endpoint.getHost() != null
        && endpoint.getPort() > 0) {
      SSLContext tls = directory == null ? null : shared.tls().of(directory);
      return new HttpAddress.Tcp(endpoint.getHost(), endpoint.getPort(), tls);
    }
    throw new EngineException.Refused(endpoint + " is not the address of an engine");
  }

  private static EngineConnection negotiated(
      EngineAddress address, HttpConnections http, EngineTimers timers) {
    String name = address.endpoint().toString();
    EngineRequests unversioned = new EngineRequests(http, name, "", timers);
    RemoteApiVersion version = negotiate(unversioned);
    return new EngineConnection(
        address,
        http,
        new EngineRequests(http, name, "/" + version.asWebPathPart(), timers),
        DockerJava.client(name, version, http, EngineOperation.PULL.limit()),
        new EngineCalls(name, timers));
  }

  private static RemoteApiVersion negotiate(EngineRequests unversioned) {
    EngineJson.Version newest =
        unversioned.send(
            EngineOperation.CONNECT,
            unversioned.get("/version"),
            EngineJson.reader(EngineJson.Version.class));
    RemoteApiVersion engine = RemoteApiVersion.parseConfig(newest.apiVersion());
    return NEWEST.isGreaterOrEqual(engine) ? engine : NEWEST;
  }

  /** Whether the engine probably runs on this machine, with the same file system. */
  boolean isLocal() {
    return "unix".equals(address.endpoint().getScheme());
  }

  @Override
  public void close() {
    http.close();
  }
}
