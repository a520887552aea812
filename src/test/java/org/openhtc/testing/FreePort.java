package org.openhtc.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds a port on which no process listens. */
public final class FreePort {
  /**
   * Below the ports that the kernel gives to connections: while a server is started again, a
   * connection to another one could take its port.
   */
  private static final int LEAST = 10_000;

  private static final int MOST = 32_000;

  private FreePort() {}

  public static int find() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LEAST, MOST);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (BindException used) {
        // another one is tried
      }
    }
  }
}
