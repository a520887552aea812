package org.openhtc.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import org.openhtc.embedded.EmbeddedObjectStore.Listen;
import org.openhtc.storage.ObjectStoreConnection;
import org.openhtc.testing.FreePort;

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

  /** Starts the server again over the same data, after its connections were closed. */
  public void restart() {
    try {
      store.restart();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
