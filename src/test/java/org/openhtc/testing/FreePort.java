package org.openhtc.testing;

import java.io.IOException;
import java.net.ServerSocket;

/** Finds a port on which no process listens. */
public final class FreePort {
  private FreePort() {}

  public static int find() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
