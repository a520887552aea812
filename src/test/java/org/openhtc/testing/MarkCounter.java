package org.openhtc.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Counts, outside of the service, how often each job ran: every run sends a mark. */
public final class MarkCounter implements AutoCloseable {
  /** Docker's default bridge: the address of this machine for containers of the local engine. */
  private static final String SEEN_FROM_CONTAINERS = "172.17.0.1";

  private final Map<String, Integer> marks = new ConcurrentHashMap<>();
  private final HttpServer server;

  public MarkCounter() throws IOException {
    server = HttpServer.create(new InetSocketAddress(SEEN_FROM_CONTAINERS, 0), 0);
    server.createContext("/", this::mark);
    server.start();
  }

  private void mark(HttpExchange exchange) throws IOException {
    marks.merge(exchange.getRequestURI().getPath().substring(1), 1, Integer::sum);
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  /** A shell command that sends the mark of its job; fails when it could not. */
  public String command() {
    return "wget -q -O /dev/null http://%s:%d/$AWS_BATCH_JOB_ARRAY_INDEX"
        .formatted(SEEN_FROM_CONTAINERS, server.getAddress().getPort());
  }

  /** How often each mark was received. */
  public Map<String, Integer> marks() {
    return new TreeMap<>(marks);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
