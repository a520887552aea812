package org.openhtc.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy that serves the page below a path prefix, which it removes from each request. */
final class PrefixProxy implements AutoCloseable {
  static final String PREFIX = "/tools/htc";

  private static final Set<String> OWN_HEADERS =
      Set.of("transfer-encoding", "content-length", "connection");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;

  private PrefixProxy(int port) throws IOException {
    this.port = port;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(PREFIX, this::forward);
    server.start();
  }

  /**
   * @param port of the service
   */
  static PrefixProxy to(int port) throws IOException {
    return new PrefixProxy(port);
  }

  /** The address of the page. */
  String address() {
    return "http://127.0.0.1:%d%s/".formatted(server.getAddress().getPort(), PREFIX);
  }

  private void forward(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpResponse<byte[]> response = client.send(request(exchange), BodyHandlers.ofByteArray());
      response
          .headers()
          .map()
          .forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name)) {
              exchange.getResponseHeaders().put(name, List.copyOf(values));
            }
          });
      byte[] body = response.body();
      exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString().substring(PREFIX.length());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
            .header("X-Forwarded-Prefix", PREFIX)
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String name : List.of("Authorization", "Content-Type", "Accept")) {
      exchange
          .getRequestHeaders()
          .getOrDefault(name, List.of())
          .forEach(v -> request.header(name, v));
    }
    return request.build();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
    client.close();
  }
}
