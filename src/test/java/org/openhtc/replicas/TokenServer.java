package org.openhtc.replicas;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.Executors;

/** A token service that issues credentials which no job of these tests uses. */
public final class TokenServer implements AutoCloseable {
  private static final String RESPONSE =
      """
      <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
      <Credentials><AccessKeyId>unused-%s</AccessKeyId><SecretAccessKey>unused</SecretAccessKey>
      <SessionToken>unused</SessionToken><Expiration>%s</Expiration></Credentials>
      </AssumeRoleResult></AssumeRoleResponse>
      """;

  private final HttpServer server;

  private TokenServer(HttpServer server) {
    this.server = server;
  }

  /** Starts it on a free port of the loopback interface. */
  public static TokenServer start() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    TokenServer tokens = new TokenServer(HttpServer.create(address, 0));
    tokens.server.createContext("/", TokenServer::respond);
    tokens.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    tokens.server.start();
    return tokens;
  }

  /** Its base URL. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void respond(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    Instant expiration = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    byte[] body =
        RESPONSE.formatted(UUID.randomUUID(), expiration).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/xml");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
