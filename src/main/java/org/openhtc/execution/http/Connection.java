package org.openhtc.execution.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** A connection to a server, used by one call at a time. */
final class Connection {
  /** Small, because a process keeps some thousand connections; large bodies bypass the buffer. */
  private static final Http1Config BUFFERS = Http1Config.custom().setBufferSize(4096).build();

  private final SocketChannel channel;
  private final String authority;
  private final DefaultBHttpClientConnection http = new DefaultBHttpClientConnection(BUFFERS);
  private boolean isReused;
  private long idleSince;

  Connection(OpenSocket socket, String authority) throws IOException {
    this.channel = socket.channel();
    this.authority = authority;
    http.bind(socket.socket());
  }

  SocketChannel channel() {
    return channel;
  }

  /** Whether a call has completed on it. */
  boolean isReused() {
    return isReused;
  }

  void becomesIdle() {
    isReused = true;
    idleSince = System.nanoTime();
  }

  boolean isIdleFor(Duration time) {
    return System.nanoTime() - idleSince >= time.toNanos();
  }

  /**
   * Whether the server has neither closed an idle connection nor sent something without a request,
   * such as a response to a request that it did not receive in time, or the end of TLS.
   */
  boolean isUsable() {
    try {
      channel.configureBlocking(false);
      boolean isSilent = channel.read(ByteBuffer.allocate(1)) == 0;
      channel.configureBlocking(true);
      return isSilent;
    } catch (IOException closed) {
      return false;
    }
  }

  void send(HttpCall call) throws IOException {
    try {
      ClassicHttpRequest request = request(call);
      http.sendRequestHeader(request);
      http.sendRequestEntity(request);
      http.flush();
    } catch (HttpException e) {
      throw new IOException(e);
    }
  }

  private ClassicHttpRequest request(HttpCall call) {
    ClassicHttpRequest request = new BasicClassicHttpRequest(call.method(), call.path());
    call.headers().forEach(request::setHeader);
    request.setHeader(HttpHeaders.HOST, authority);
    HttpEntity body = call.body();
    if (body != null) {
      describe(body, request);
      request.setEntity(body);
    }
    return request;
  }

  private static void describe(HttpEntity body, ClassicHttpRequest request) {
    request.setHeader(HttpHeaders.CONTENT_TYPE, body.getContentType());
    if (body.getContentLength() < 0) {
      request.setHeader(HttpHeaders.TRANSFER_ENCODING, "chunked");
    } else {
      request.setHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(body.getContentLength()));
    }
  }

  /** The response, whose body has not been read. */
  ClassicHttpResponse receive() throws IOException {
    try {
      ClassicHttpResponse response = http.receiveResponseHeader();
      while (response.getCode() < 200) {
        response = http.receiveResponseHeader();
      }
      if (hasBody(response)) {
        http.receiveResponseEntity(response);
      }
      return response;
    } catch (HttpException e) {
      throw new IOException(e);
    }
  }

  /** Without a length, HttpCore would read such a body until the server closes the connection. */
  private static boolean hasBody(ClassicHttpResponse response) {
    return response.getCode() != HttpStatus.SC_NO_CONTENT
        && response.getCode() != HttpStatus.SC_NOT_MODIFIED;
  }

  static boolean isKept(ClassicHttpResponse response) {
    return DefaultConnectionReuseStrategy.INSTANCE.keepAlive(null, response, null);
  }

  void close() {
    close(channel);
  }

  static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException alreadyBroken) {
      // closed all the same
    }
  }
}
