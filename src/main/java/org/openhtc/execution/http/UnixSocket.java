package org.openhtc.execution.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** A channel of a Unix socket as a {@link Socket}, of which HttpCore uses only what is here. */
final class UnixSocket extends Socket {
  private final SocketChannel channel;

  UnixSocket(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public InputStream getInputStream() {
    return Channels.newInputStream(channel);
  }

  @Override
  public OutputStream getOutputStream() {
    return Channels.newOutputStream(channel);
  }

  @Override
  public SocketChannel getChannel() {
    return channel;
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    try {
      return channel.getRemoteAddress();
    } catch (IOException closed) {
      throw new IllegalStateException(closed);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
