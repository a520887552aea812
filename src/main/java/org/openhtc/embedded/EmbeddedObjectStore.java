package org.openhtc.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.openhtc.storage.ObjectStoreConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An S3 endpoint in this process that keeps its objects as files. Only signed requests get in. */
final class EmbeddedObjectStore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedObjectStore.class);
  private static final String BUCKET = "openhtc";
  private static final String LISTEN = "127.0.0.1";
  private static final int THREADS = 64;
  private static final long STOP_WAIT_MILLIS = 5000;

  private final S3Proxy proxy;
  private final RootKey rootKey;

  private EmbeddedObjectStore(S3Proxy proxy, RootKey rootKey) {
    this.proxy = proxy;
    this.rootKey = rootKey;
  }

  /**
   * Starts the endpoint with its bucket.
   *
   * @param port 0 takes a free one
   * @throws IllegalStateException when the port is taken
   */
  static EmbeddedObjectStore start(Path home, int port) throws IOException {
    // Below a relative path the file backend lists nothing.
    Path objects = home.toAbsolutePath().normalize().resolve("objects");
    Files.createDirectories(objects);
    Files.setPosixFilePermissions(objects, PosixFilePermissions.fromString("rwx------"));
    BlobStore files = new FilesystemNio2BlobStore(objects.toString());
    if (!files.containerExists(BUCKET)) {
      files.createContainer(BUCKET);
    }
    RootKey rootKey = RootKey.keptIn(home);
    EmbeddedObjectStore store = new EmbeddedObjectStore(proxy(files, rootKey, port), rootKey);
    store.listen(port);
    log.info("Object store with data in {} listens on {}", objects, store.endpoint());
    return store;
  }

  ObjectStoreConnection connection() {
    return new ObjectStoreConnection(
        endpoint(), "us-east-1", BUCKET, rootKey.accessKey(), rootKey.secretKey());
  }

  @Override
  public void close() throws Exception {
    proxy.stop();
  }

  private URI endpoint() {
    return url(proxy.getPort());
  }

  private static S3Proxy proxy(BlobStore files, RootKey rootKey, int port) {
    S3Proxy proxy =
        S3Proxy.builder()
            // What an unsigned request sees; the names beside it are asked for but never used.
            .blobStore(ClosedStore.create())
            .awsAuthentication(AuthenticationType.AWS_V4, "unused", "unused")
            .endpoint(url(port))
            .ignoreUnknownHeaders(true)
            .jettyMaxThreads(THREADS)
            .stopTimeout(STOP_WAIT_MILLIS)
            .build();
    proxy.setBlobStoreLocator((accessKey, bucket, key) ->
        rootKey.accessKey().equals(accessKey) ? new AccessGrant(rootKey.secretKey(), files) : null);
    return proxy;
  }

  private void listen(int port) throws IOException {
    try {
      proxy.start();
    } catch (Exception e) {
      if (e instanceof BindException || e.getCause() instanceof BindException) {
        throw new IllegalStateException(
            "openhtc.embedded.s3-port %d is in use by another process".formatted(port), e);
      }
      throw new IOException("the embedded object store did not start", e);
    }
  }

  private static URI url(int port) {
    return URI.create("http://%s:%d".formatted(LISTEN, port));
  }
}
