package org.openhtc.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.catalina.LifecycleException;
import org.openhtc.embedded.blob.Blobs;
import org.openhtc.embedded.http.StoreLimits;
import org.openhtc.embedded.s3.AccessLog;
import org.openhtc.embedded.s3.S3Server;
import org.openhtc.storage.CredentialIssuer;
import org.openhtc.storage.GrantLookup;
import org.openhtc.storage.ObjectStore;
import org.openhtc.storage.ObjectStoreConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An S3 endpoint in this process that stores objects as files and accepts only signed requests. */
final class EmbeddedObjectStore implements AutoCloseable, StoreSupervisor.Endpoint {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedObjectStore.class);
  private static final String BUCKET = "openhtc";
  private static final int PROBE_MILLIS = 2000;

  /**
   * A server without room for the probe works if it has ended a request within this time, in
   * nanoseconds. Clients that send nothing are disconnected much earlier.
   */
  private static final long LONGEST_FULL = Duration.ofMinutes(2).toNanos();

  private final Parts parts;
  private final int port;
  private final String address;
  private S3Server server;

  private EmbeddedObjectStore(Parts parts, String address, S3Server server) {
    this.parts = parts;
    this.address = address;
    this.server = server;
    this.port = server.port();
  }

  /** What stays the same when the server is started again. */
  private record Parts(
      Path home,
      RootKey rootKey,
      IssuedKeys issuedKeys,
      StoreKeys keys,
      Blobs blobs,
      StoreLimits limits,
      AccessLogFile accessLog,
      AtomicLong lastEnd) {

    /** Records a request that has ended. */
    void add(AccessLog.Entry entry) {
      lastEnd.set(System.nanoTime());
      accessLog.add(entry);
    }
  }

  /**
   * The address on which the endpoint listens.
   *
   * @param port 0 for the port of the last start, or a free one at the first start
   */
  record Listen(String address, int port) {}

  /**
   * Starts the endpoint with its bucket.
   *
   * @throws IllegalStateException when the port is in use
   */
  static EmbeddedObjectStore start(Path home, Listen listen, GrantLookup grants, Clock clock)
      throws IOException {
    return start(home, listen, grants, clock, StoreLimits.standard(Long.MAX_VALUE));
  }

  static EmbeddedObjectStore start(
      Path home, Listen listen, GrantLookup grants, Clock clock, StoreLimits limits)
      throws IOException {
    RootKey rootKey = RootKey.loadOrCreate(home);
    IssuedKeys issuedKeys = new IssuedKeys(rootKey, clock);
    StoreKeys keys = new StoreKeys(rootKey, issuedKeys, grants, BUCKET, clock);
    Path store = home.toAbsolutePath().normalize().resolve(HomeFiles.STORE);
    Blobs blobs = Blobs.open(store, clock);
    warnOfEarlierLayout(home);
    AccessLogFile accessLog = AccessLogFile.open(home.resolve("logs"), clock);
    AtomicLong lastEnd = new AtomicLong(System.nanoTime());
    Parts parts = new Parts(home, rootKey, issuedKeys, keys, blobs, limits, accessLog, lastEnd);
    StorePort port = new StorePort(home, listen.address());
    int chosen = listen.port() == 0 ? port.choose() : listen.port();
    S3Server server = server(parts, new S3Server.Address(listen.address(), chosen));
    port.save(server.port());
    log.info(
        "Object store with data in {} listens on {}:{}", store, listen.address(), server.port());
    return new EmbeddedObjectStore(parts, listen.address(), server);
  }

  /** The connection for the service itself. */
  ObjectStoreConnection connection() {
    return new ObjectStoreConnection(
        endpoint("127.0.0.1"),
        "us-east-1",
        BUCKET,
        parts.rootKey().accessKey(),
        parts.rootKey().secretKey());
  }

  /**
   * The base URL for other clients.
   *
   * @param host a name or address by which they reach this machine
   */
  URI endpoint(String host) {
    return URI.create("http://%s:%d".formatted(host, port));
  }

  CredentialIssuer credentials() {
    return parts.issuedKeys();
  }

  /** The store as used by the service itself. */
  ObjectStore client() {
    return new EmbeddedStoreClient(parts.blobs());
  }

  /**
   * Unsigned requests are refused, which shows that the server works. A server that has no room for
   * a further connection is busy; a restart would only interrupt its clients.
   */
  @Override
  public boolean responds() {
    String host = address.equals("0.0.0.0") ? "127.0.0.1" : address;
    return refusesProbe(host) || (server.isFullFor(host) && hasEndedRequests());
  }

  private boolean hasEndedRequests() {
    return System.nanoTime() - parts.lastEnd().get() < LONGEST_FULL;
  }

  private boolean refusesProbe(String host) {
    try {
      HttpURLConnection request = (HttpURLConnection) endpoint(host).toURL().openConnection();
      request.setConnectTimeout(PROBE_MILLIS);
      request.setReadTimeout(PROBE_MILLIS);
      return request.getResponseCode() == HttpURLConnection.HTTP_FORBIDDEN;
    } catch (IOException e) {
      return false;
    }
  }

  /** Starts the server again, on the same port. */
  @Override
  public synchronized void restart() throws IOException {
    stop();
    server = server(parts, new S3Server.Address(address, port));
  }

  @Override
  public synchronized void close() throws IOException {
    stop();
    parts.accessLog().close();
  }

  private void stop() {
    try {
      server.close();
    } catch (LifecycleException e) {
      log.warn("The object store did not stop: {}", e.toString());
    }
  }

  /**
   * Version 0.1.0 is the first release, so there is no migration of what builds before it wrote.
   */
  private static void warnOfEarlierLayout(Path home) {
    Path earlier = home.resolve("objects").resolve(BUCKET);
    if (Files.isDirectory(earlier)) {
      log.warn(
          "{} contains objects of a build before 0.1.0, which this version does not read; see"
              + " UPGRADING.md",
          earlier);
    }
  }

  private static S3Server server(Parts parts, S3Server.Address address) throws IOException {
    try {
      return S3Server.start(
          address,
          parts.home().resolve(HomeFiles.STORE).resolve("work"),
          parts.blobs(),
          parts.keys(),
          parts.limits(),
          parts::add,
          Clock.systemUTC());
    } catch (LifecycleException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException) {
          throw new IllegalStateException(
              "openhtc.embedded.s3-port %d is in use by another process".formatted(address.port()),
              e);
        }
      }
      throw new IOException("the embedded object store did not start", e);
    }
  }
}
