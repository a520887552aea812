package org.openhtc.execution.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server that responds to each request with the next prepared bytes. */
final class ScriptedServer implements AutoCloseable {
  /**
   * @param text sent as it is
   * @param closes whether the server closes the connection afterwards
   */
  record Reply(String text, boolean closes) {}

  /**
   * @param connection number of the connection, beginning with 1
   */
  record Request(int connection, String text) {}

  final List<Request> requests = new CopyOnWriteArrayList<>();
  final AtomicInteger closedByClient = new AtomicInteger();

  /** Connections that the server has closed. */
  final AtomicInteger closed = new AtomicInteger();

  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final ServerSocketChannel server;

  private ScriptedServer(ServerSocketChannel server, SocketAddress address) throws IOException {
    this.server = server;
    server.bind(address);
    Thread.ofVirtual().start(this::accept);
  }

  static ScriptedServer unix(Path socket) throws IOException {
    return new ScriptedServer(
        ServerSocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(socket));
  }

  static ScriptedServer tcp() throws IOException {
    return new ScriptedServer(
        ServerSocketChannel.open(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  HttpAddress address() throws IOException {
    return switch (server.getLocalAddress()) {
      case UnixDomainSocketAddress unix -> new HttpAddress.Unix(unix.getPath());
      case InetSocketAddress tcp -> new HttpAddress.Tcp("127.0.0.1", tcp.getPort(), null);
      default -> throw new IllegalStateException();
    };
  }

  ScriptedServer then(String text) {
    replies.add(new Reply(text, false));
    return this;
  }

  ScriptedServer thenAndClose(String text) {
    replies.add(new Reply(text, true));
    return this;
  }

  static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        int number = connections.incrementAndGet();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client, number));
      }
    } catch (IOException closed) {
      // the end of the test
    }
  }

  private void serve(SocketChannel client, int number) {
    try {
      InputStream in = Channels.newInputStream(client);
      for (String text = request(in); text != null; text = request(in)) {
        requests.add(new Request(number, text));
        Reply reply = replies.poll();
        if (reply != null) {
          client.write(ByteBuffer.wrap(reply.text().getBytes(ISO_8859_1)));
          if (reply.closes()) {
            client.close();
            closed.incrementAndGet();
            return;
          }
        }
      }
      closedByClient.incrementAndGet();
    } catch (IOException e) {
      closedByClient.incrementAndGet();
    }
  }

  /** Head and body; null at the end of the connection. */
  private static @Nullable String request(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.append((char) next);
    }
    int length =
        head.toString()
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElse(0);
    return head + new String(in.readNBytes(length), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel each : open) {
      each.close();
    }
  }
}
