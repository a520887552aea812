package org.openhtc.embedded.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.modeler.Registry;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.openhtc.embedded.blob.Blobs;
import org.openhtc.embedded.http.StoreLimits;
import org.openhtc.embedded.signature.AccessKeys;
import org.openhtc.embedded.signature.SignatureCheck;

/**
 * An S3 endpoint. Each request has a virtual thread, so requests that wait for their clients do not
 * keep others from being performed.
 */
public final class S3Server implements AutoCloseable {
  /** For the keys, tokens and metadata in one request. */
  private static final int LONGEST_HEADER = 24 << 10;

  /** A client must send the whole header in this time, in milliseconds. */
  private static final int HEADER_TIMEOUT = 10_000;

  private static final int KEEP_ALIVE = 30_000;

  private final Tomcat tomcat;
  private final LimitedEndpoint endpoint;

  private S3Server(Tomcat tomcat, LimitedEndpoint endpoint) {
    this.tomcat = tomcat;
    this.endpoint = endpoint;
  }

  /**
   * Where the endpoint listens.
   *
   * @param port 0 for any free one
   */
  public record Address(String host, int port) {}

  /**
   * Starts an endpoint.
   *
   * @param work a directory for the server's own temporary files
   * @param clock of this machine
   * @throws LifecycleException when the port is in use, among others
   */
  public static S3Server start(
      Address address,
      Path work,
      Blobs blobs,
      AccessKeys keys,
      StoreLimits limits,
      AccessLog accessLog,
      Clock clock)
      throws LifecycleException, IOException {
    Registry.disableRegistry();
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createDirectories(work).toString());
    tomcat.getHost().setAppBase(work.toString());
    StandardContext context =
        (StandardContext) tomcat.addContext("", work.toAbsolutePath().toString());
    context.setClearReferencesRmiTargets(false); // there are no classes to unload
    context.setClearReferencesThreadLocals(false);
    S3Servlet servlet =
        new S3Servlet(
            new SignatureCheck(keys, clock), new S3Operations(blobs, limits), limits, accessLog);
    Tomcat.addServlet(context, "s3", servlet);
    context.addServletMappingDecoded("/*", "s3");
    hideDetails(tomcat);
    LimitedEndpoint endpoint = new LimitedEndpoint(limits.perAddress());
    tomcat.setConnector(connector(address, limits, endpoint));
    try {
      tomcat.start();
      if (tomcat.getConnector().getState() != LifecycleState.STARTED) {
        throw new LifecycleException("the connector did not start");
      }
    } catch (LifecycleException e) {
      tomcat.destroy();
      throw e;
    }
    return new S3Server(tomcat, endpoint);
  }

  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  /**
   * Whether the limits leave no room for a further connection.
   *
   * @param address the client's, as a number
   */
  public boolean isFullFor(String address) {
    return endpoint.isFullFor(address);
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }

  /** Errors of the server itself, such as those of a malformed request line. */
  private static void hideDetails(Tomcat tomcat) {
    StandardHost host = (StandardHost) tomcat.getHost();
    ErrorReportValve errors = new ErrorReportValve();
    errors.setShowReport(false);
    errors.setShowServerInfo(false);
    host.setErrorReportValveClass("");
    host.getPipeline().addValve(errors);
  }

  private static Connector connector(
      Address address, StoreLimits limits, LimitedEndpoint endpoint) {
    Http11NioProtocol protocol = new Http11NioProtocol(endpoint);
    protocol.setMaxConnections(limits.connections());
    protocol.setMaxHttpRequestHeaderSize(LONGEST_HEADER);
    protocol.setConnectionTimeout(HEADER_TIMEOUT);
    protocol.setKeepAliveTimeout(KEEP_ALIVE);
    protocol.setDisableUploadTimeout(false);
    protocol.setConnectionUploadTimeout((int) limits.idle().toMillis());
    protocol.setContinueResponseTiming("onRead"); // a refused request does not send its body
    protocol.setMaxSwallowSize(0);
    protocol.setRelaxedPathChars("\"<>[\\]^`{|}");
    protocol.setRelaxedQueryChars("\"<>[\\]^`{|}");
    Connector connector = new Connector(protocol);
    protocol.setExecutor(new VirtualThreadExecutor("s3-"));
    connector.setProperty("address", address.host());
    connector.setPort(address.port());
    connector.setThrowOnFailure(true);
    connector.setEncodedSolidusHandling("passthrough");
    connector.setEncodedReverseSolidusHandling("passthrough");
    connector.setXpoweredBy(false);
    return connector;
  }
}
