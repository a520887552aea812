package org.openhtc.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.openhtc.storage.CredentialIssuer;
import org.openhtc.storage.GrantLookup;
import org.openhtc.storage.ObjectStore;
import org.openhtc.storage.ObjectStoreConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An S3 endpoint in this process that stores objects as files and accepts only signed requests. */
final class EmbeddedObjectStore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedObjectStore.class);
  private static final String BUCKET = "openhtc";
  private static final int THREADS = 64;
  private static final long STOP_WAIT_MILLIS = 5000;

  private final S3Proxy proxy;
  private final RootKey rootKey;
  private final IssuedKeys issuedKeys;
  private final Path objects;

  private EmbeddedObjectStore(S3Proxy proxy, RootKey rootKey, IssuedKeys issuedKeys, Path objects) {
    this.proxy = proxy;
    this.rootKey = rootKey;
    this.issuedKeys = issuedKeys;
    this.objects = objects;
  }

  /**
   * The address on which the endpoint listens.
   *
   * @param port 0 for the port of the last start, or a free one at the first start
   */
  record Listen(String address, int port) {
    URI url() {
      return URI.create("http://%s:%d".formatted(address, port));
    }
  }

  /**
   * Starts the endpoint with its bucket.
   *
   * @throws IllegalStateException when the port is in use, or when Java can't write all file names
   */
  static EmbeddedObjectStore start(Path home, Listen listen, GrantLookup grants, Clock clock)
      throws IOException {
    requireUnicodeFileNames(System.getProperty("sun.jnu.encoding", ""));
    RootKey rootKey = RootKey.loadOrCreate(home);
    IssuedKeys issuedKeys = new IssuedKeys(rootKey, clock);
    StoreKeys keys = new StoreKeys(rootKey, issuedKeys, grants, BUCKET, clock);
    StorePort port = new StorePort(home, listen.address());
    Listen chosen = listen.port() == 0 ? new Listen(listen.address(), port.choose()) : listen;
    // With a relative path the file backend lists no objects.
    Path objects = home.toAbsolutePath().normalize().resolve("objects");
    S3Proxy proxy = proxy(filesIn(objects), keys, chosen);
    listen(proxy, chosen);
    port.save(proxy.getPort());
    log.info(
        "Object store with data in {} listens on {}:{}", home, listen.address(), proxy.getPort());
    return new EmbeddedObjectStore(proxy, rootKey, issuedKeys, objects);
  }

  /**
   * Java takes the character set of file names from the locale of its environment. With another one
   * the store would refuse objects whose keys have other characters.
   */
  static void requireUnicodeFileNames(String characterSet) {
    if (!characterSet.equalsIgnoreCase("UTF-8")) {
      throw new IllegalStateException(
          "The embedded object store needs a locale with UTF-8, and this one has '%s'; start the service with LC_ALL=C.UTF-8"
              .formatted(characterSet));
    }
  }

  /** The connection for the service itself. */
  ObjectStoreConnection connection() {
    return new ObjectStoreConnection(
        endpoint("127.0.0.1"), "us-east-1", BUCKET, rootKey.accessKey(), rootKey.secretKey());
  }

  /**
   * The base URL for other clients.
   *
   * @param host a name or address by which they reach this machine
   */
  URI endpoint(String host) {
    return new Listen(host, proxy.getPort()).url();
  }

  CredentialIssuer credentials() {
    return issuedKeys;
  }

  /**
   * The store as used by the service itself.
   *
   * @param s3 the same store over S3
   */
  ObjectStore client(ObjectStore s3) {
    return new EmbeddedStoreClient(s3, objects.resolve(BUCKET));
  }

  @Override
  public void close() throws Exception {
    proxy.stop();
  }

  private static BlobStore filesIn(Path objects) throws IOException {
    Files.createDirectories(objects);
    Files.setPosixFilePermissions(objects, PosixFilePermissions.fromString("rwx------"));
    BlobStore files = new FilesystemNio2BlobStore(objects.toString());
    if (!files.containerExists(BUCKET)) {
      files.createContainer(BUCKET);
    }
    return files;
  }

  private static S3Proxy proxy(BlobStore files, StoreKeys keys, Listen listen) {
    S3Proxy proxy =
        S3Proxy.builder()
            // The store for unsigned requests. The builder requires credentials too, but S3Proxy
            // does not use them, because the locator below provides those of each key.
            .blobStore(ScopedStore.of(files, StoreScope.nothing()))
            .awsAuthentication(AuthenticationType.AWS_V4, "unused", "unused")
            .endpoint(listen.url())
            .ignoreUnknownHeaders(true)
            .jettyMaxThreads(THREADS)
            .stopTimeout(STOP_WAIT_MILLIS)
            .build();
    proxy.setBlobStoreLocator(keys.locator(files));
    SessionTokenCheck.installIn(proxy, keys.issuedKeys());
    return proxy;
  }

  private static void listen(S3Proxy proxy, Listen listen) throws IOException {
    try {
      proxy.start();
    } catch (Exception e) {
      if (e instanceof BindException || e.getCause() instanceof BindException) {
        throw new IllegalStateException(
            "openhtc.embedded.s3-port %d is in use by another process".formatted(listen.port()), e);
      }
      throw new IOException("the embedded object store did not start", e);
    }
  }
}
