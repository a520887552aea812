package org.openhtc.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Forwards connections to a server on this machine. A stalled proxy accepts connections and data
 * but forwards nothing, like a network that drops packets.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int BUFFER = 8192;

  private final Supplier<InetSocketAddress> target;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private final AtomicInteger lost = new AtomicInteger();

  private volatile Duration delay = Duration.ZERO;

  /** Each transfer holds the read lock; a stall holds the write lock. */
  private final ReentrantReadWriteLock flow = new ReentrantReadWriteLock(true);

  private TcpProxy(Supplier<InetSocketAddress> target, ServerSocket listener) {
    this.target = target;
    this.listener = listener;
  }

  /** Listens on a free port of the loopback address. */
  public static TcpProxy to(int port) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return at(new InetSocketAddress(loopback, 0), () -> new InetSocketAddress(loopback, port));
  }

  /** The same for clients with networks of their own, such as engines of tests. */
  public static TcpProxy onAllAddresses(int port) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    return at(new InetSocketAddress(0), () -> new InetSocketAddress(loopback, port));
  }

  /**
   * Listens on an address of this machine.
   *
   * @param address with port 0 for a free one
   * @param target the server of the next connection
   */
  public static TcpProxy at(InetSocketAddress address, Supplier<InetSocketAddress> target)
      throws IOException {
    ServerSocket listener = new ServerSocket(address.getPort(), 0, address.getAddress());
    TcpProxy proxy = new TcpProxy(target, listener);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Runs the code while the proxy forwards nothing; afterwards it continues where it stopped. */
  public void stalled(Runnable code) {
    flow.writeLock().lock();
    try {
      code.run();
    } finally {
      flow.writeLock().unlock();
    }
  }

  /** Every transfer takes this much longer from now on. */
  public void slow(Duration byTransfer) {
    delay = byTransfer;
  }

  /**
   * The next transfers from the server are lost, and their connections are closed: the server has
   * done what was requested, but the client does not receive the response.
   */
  public void loseResponses(int count) {
    lost.set(count);
  }

  /** Closes all present connections. */
  public void disconnect() {
    sockets.forEach(TcpProxy::close);
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    disconnect();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        disconnect();
      }
    }
  }

  /** A client whose server does not accept connections is disconnected, as without a proxy. */
  private void connect(Socket client) {
    try {
      InetSocketAddress address = target.get();
      Socket server = new Socket(address.getAddress(), address.getPort());
      sockets.add(client);
      sockets.add(server);
      Thread.ofVirtual().start(() -> forwardRequests(client, server));
      Thread.ofVirtual().start(() -> forwardResponses(server, client));
    } catch (IOException e) {
      close(client);
    }
  }

  /** A client that has sent everything may still wait for the response. */
  private void forwardRequests(Socket client, Socket server) {
    try {
      forward(client, server, false);
      server.shutdownOutput();
    } catch (IOException closed) {
      close(client);
      close(server);
    }
  }

  private void forwardResponses(Socket server, Socket client) {
    try (server;
        client) {
      forward(server, client, true);
    } catch (IOException closed) {
      close(client);
    }
  }

  private void forward(Socket from, Socket to, boolean isResponse) throws IOException {
    byte[] buffer = new byte[BUFFER];
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
      if (isResponse && isLost()) {
        return;
      }
      LockSupport.parkNanos(delay.toNanos());
      flow.readLock().lock();
      try {
        out.write(buffer, 0, count);
      } finally {
        flow.readLock().unlock();
      }
    }
  }

  private boolean isLost() {
    return lost.get() > 0 && lost.getAndUpdate(left -> Math.max(left - 1, 0)) > 0;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
