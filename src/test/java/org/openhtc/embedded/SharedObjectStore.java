package org.openhtc.embedded;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.openhtc.embedded.EmbeddedObjectStore.Listen;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.testing.FreePort;
import org.openhtc.testing.Timeouts;

/** An S3 store in this process for several services, which all use its root key. */
public final class SharedObjectStore implements AutoCloseable {
  private final EmbeddedObjectStore store;

  private SharedObjectStore(EmbeddedObjectStore store) {
    this.store = store;
  }

  /** Starts it on a free port of the loopback interface, with its data in the directory. */
  public static SharedObjectStore start(Path directory) throws IOException {
    Listen listen = new Listen("127.0.0.1", FreePort.find());
    return new SharedObjectStore(
        EmbeddedObjectStore.start(directory, listen, new FakeGrants(), Clock.systemUTC()));
  }

  public ObjectStoreConnection connection() {
    return store.connection();
  }

  /**
   * Starts the server again over the same data, after its connections were closed. Repeated,
   * because a process that another thread starts at that moment has the old port open until it
   * executes its program.
   */
  public void restart() {
    await()
        .pollDelay(Duration.ZERO)
        .atMost(Timeouts.STEP)
        .ignoreException(IllegalStateException.class)
        .until(() -> {
          store.restart();
          return true;
        });
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
