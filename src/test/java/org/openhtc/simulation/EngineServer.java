package org.openhtc.simulation;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accepts the connections of one engine, or of the control server, on one event loop. */
final class EngineServer {
  private static final int LONGEST_LINE = 16 << 10;
  private static final int LARGEST_BODY = 64 << 20;
  private static final int MOST_TRIES = 1000;
  private static final int WAITING_CONNECTIONS = 1024;

  private final EventLoop loop;
  private final Supplier<ChannelHandler> handler;
  private final ChannelGroup connections;
  private final @Nullable Path socket;
  private SocketAddress address;
  private @Nullable Channel listening;

  /**
   * @param socket path of the Unix socket; null for a free TCP port of the loopback interface
   * @param handler makes the handler of the requests of one connection
   */
  EngineServer(EventLoop loop, @Nullable Path socket, Supplier<ChannelHandler> handler) {
    this.loop = loop;
    this.handler = handler;
    this.socket = socket;
    connections = new DefaultChannelGroup(loop);
    address =
        socket == null
            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
            : UnixDomainSocketAddress.of(socket);
  }

  /** Begins to accept connections, at the same address each time. */
  void open() {
    Class<? extends ServerChannel> type =
        socket == null ? NioServerSocketChannel.class : NioServerDomainSocketChannel.class;
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop, loop)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, WAITING_CONNECTIONS)
            .childHandler(new Pipeline());
    if (socket == null) {
      bootstrap.childOption(ChannelOption.TCP_NODELAY, true);
    }
    listening = bind(bootstrap);
    address = listening.localAddress();
  }

  /** A socket that was just closed keeps its port until the event loop has selected again. */
  private Channel bind(ServerBootstrap bootstrap) {
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    for (int tries = 1; tries < MOST_TRIES && !bound.isSuccess(); tries++) {
      bound = bootstrap.bind(address).awaitUninterruptibly();
    }
    return bound.syncUninterruptibly().channel();
  }

  URI endpoint() {
    return address instanceof InetSocketAddress tcp
        ? URI.create("tcp://127.0.0.1:" + tcp.getPort())
        : URI.create("unix://" + socket);
  }

  /** Closes all connections and accepts no new ones. */
  void close() {
    if (listening != null) {
      var _ = listening.close();
    }
    var _ = connections.close();
    if (socket != null) {
      delete(socket);
    }
  }

  /** Closes the connections whose call never gets a response. */
  void closeHanging() {
    var _ = connections.close(connection -> connection.hasAttr(Exchange.HANGS));
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Pipeline extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel connection) {
      connections.add(connection);
      connection
          .pipeline()
          .addLast(new HttpServerCodec(LONGEST_LINE, LONGEST_LINE, LONGEST_LINE))
          .addLast(new HttpObjectAggregator(LARGEST_BODY))
          .addLast(handler.get());
    }
  }
}
