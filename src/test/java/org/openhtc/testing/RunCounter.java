package org.openhtc.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Counts, outside the service, how often each job ran: each run sends a request to this server. */
public final class RunCounter implements AutoCloseable {
  /** The address of this machine on Docker's default bridge, for containers of the local engine. */
  private static final String ADDRESS = "172.17.0.1";

  private final Map<String, Integer> runs = new ConcurrentHashMap<>();
  private final HttpServer server;

  public RunCounter() throws IOException {
    server = HttpServer.create(new InetSocketAddress(ADDRESS, 0), 0);
    server.createContext("/", this::count);
    server.start();
  }

  private void count(HttpExchange exchange) throws IOException {
    runs.merge(exchange.getRequestURI().getPath().substring(1), 1, Integer::sum);
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  /** A shell command by which a job counts its run; it fails if the server is unreachable. */
  public String command() {
    return "wget -q -O /dev/null http://%s:%d/$AWS_BATCH_JOB_ARRAY_INDEX"
        .formatted(ADDRESS, server.getAddress().getPort());
  }

  /** The number of runs by the index of the job. */
  public Map<String, Integer> runs() {
    return new TreeMap<>(runs);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
