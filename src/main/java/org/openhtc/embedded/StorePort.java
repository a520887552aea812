package org.openhtc.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port of the embedded store. It is chosen once and reused after restarts, because running jobs
 * use it.
 */
final class StorePort {
  private static final Logger log = LoggerFactory.getLogger(StorePort.class);

  private final NumberFile file;
  private final String address;

  StorePort(Path home, String address) {
    this.file = new NumberFile(home.resolve("s3-port"));
    this.address = address;
  }

  /** The stored port; 0, for any free one, when none is stored or another process uses it. */
  int choose() throws IOException {
    int stored = file.read(NumberFile.MAX_PORT).orElse(0);
    if (stored != 0 && !isFree(stored)) {
      log.warn(
          "Port {} of the object store is in use by another process; using another port, on which"
              + " running jobs cannot reach the store",
          stored);
      return 0;
    }
    return stored;
  }

  void save(int port) throws IOException {
    file.write(port);
  }

  private boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }
}
