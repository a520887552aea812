package org.openhtc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends bytes that no HTTP client would send. */
public final class RawRequest {
  private RawRequest() {}

  /**
   * The whole answer, headers and body.
   *
   * @param lines without line ends; the connection is asked to be closed
   */
  public static String send(int port, String... lines) {
    String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket("localhost", port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
