package org.openhtc.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.openhtc.simulation.ContainerRun;

/**
 * Receives marks of running jobs, so that they are recorded outside of the service: {@code
 * /<mark>/<job>/<run>}, where the run is a random id of the container. The mark {@code end-N}
 * announces the exit code.
 */
final class MarkServer implements AutoCloseable {
  private static final String END = "end-";

  private final HttpServer server;
  private final Map<String, ContainerRun> runs = new ConcurrentHashMap<>();
  private final Map<String, String> senders = new ConcurrentHashMap<>();

  private MarkServer(HttpServer server) {
    this.server = server;
  }

  /** Listens on a free port of all addresses, because containers have networks of their own. */
  static MarkServer start() throws IOException {
    MarkServer marks = new MarkServer(HttpServer.create(new InetSocketAddress(0), 0));
    marks.server.createContext("/", marks::receive);
    marks.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    marks.server.start();
    return marks;
  }

  int port() {
    return server.getAddress().getPort();
  }

  List<ContainerRun> runs() {
    return List.copyOf(runs.values());
  }

  /** The runs of containers whose engine has that address. */
  List<ContainerRun> runs(String engine) {
    return runs.entrySet().stream()
        .filter(run -> engine.equals(senders.get(run.getKey())))
        .map(Map.Entry::getValue)
        .toList();
  }

  private void receive(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    long now = System.nanoTime();
    senders.put(path[3], exchange.getRemoteAddress().getAddress().getHostAddress());
    runs.merge(
        path[3],
        new ContainerRun(path[2], ContainerRun.UNKNOWN, now, now, exitCode(path[1])),
        (first, last) ->
            new ContainerRun(
                first.job(), first.attempt(), first.startedAt(), now, last.exitCode()));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private static @Nullable Integer exitCode(String mark) {
    return mark.startsWith(END) ? Integer.valueOf(mark.substring(END.length())) : null;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
