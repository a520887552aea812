package org.openhtc.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port of the embedded store: chosen once and kept over restarts, because running jobs know the
 * old one.
 */
final class StorePort {
  private static final Logger log = LoggerFactory.getLogger(StorePort.class);

  private final KeptNumber number;
  private final String address;

  StorePort(Path home, String address) {
    this.number = new KeptNumber(home.resolve("s3-port"));
    this.address = address;
  }

  /** The kept port, or a free one where none is kept or another process has taken it. */
  int choose() throws IOException {
    int kept = number.read(KeptNumber.HIGHEST_PORT).orElse(0);
    if (kept != 0 && !isFree(kept)) {
      log.warn(
          "Port {} of the object store is taken by another process; another one is chosen, which"
              + " running jobs don't know",
          kept);
      return 0;
    }
    return kept;
  }

  void keep(int port) throws IOException {
    number.write(port);
  }

  private boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
