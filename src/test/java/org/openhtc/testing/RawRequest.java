package org.openhtc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sends requests that no HTTP client sends, and compares the error response with {@code
 * openapi.yaml}.
 */
public final class RawRequest {
  private RawRequest() {}

  /**
   * Sends a request and returns the whole response, headers and body.
   *
   * @param lines without line ends; the header {@code Connection: close} is added
   */
  public static String send(int port, String... lines) {
    String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket("localhost", port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      check(lines[0], response);
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(String requestLine, String response) {
    String[] parts = response.split("\r\n\r\n", 2);
    String[] head = parts[0].split("\r\n");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String header : List.of(head).subList(1, head.length)) {
      headers.put(
          header.substring(0, header.indexOf(':')), header.substring(header.indexOf(' ') + 1));
    }
    boolean chunked = headers.getOrDefault("Transfer-Encoding", "").equals("chunked");
    ResponseCheck.ofRepository()
        .checkError(
            new ResponseCheck.Response(
                requestLine,
                "",
                Integer.parseInt(head[0].split(" ")[1]),
                headers.keySet(),
                headers.getOrDefault("Content-Type", ""),
                chunked ? joined(parts[1]) : parts[1]));
  }

  /** The chunks without the lines that contain their lengths. */
  private static String joined(String chunks) {
    String[] lines = chunks.split("\r\n");
    return IntStream.range(0, lines.length)
        .filter(i -> i % 2 == 1)
        .mapToObj(i -> lines[i])
        .collect(Collectors.joining());
  }
}
