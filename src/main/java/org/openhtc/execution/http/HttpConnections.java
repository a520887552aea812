package org.openhtc.execution.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * A client of one server. A connection is reused only while the server has it open. A call on a
 * reused connection that breaks without a response is made once more on a new one, unless the
 * server may have executed it and a second execution would have an effect.
 */
public final class HttpConnections implements AutoCloseable {
  private static final int LONGEST_ERROR = 1 << 16;

  /** Of one server among thousands. */
  private static final int MOST_IDLE = 8;

  private final ConnectionPool pool;
  private final CallTimeouts timeouts;

  /** A client that keeps few idle connections. */
  public HttpConnections(HttpAddress address, CallTimeouts timeouts) {
    this(address, timeouts, MOST_IDLE);
  }

  private HttpConnections(HttpAddress address, CallTimeouts timeouts, int mostIdle) {
    this.pool = new ConnectionPool(address, mostIdle);
    this.timeouts = timeouts;
  }

  /**
   * A client that keeps as many connections as it uses at the same time, for one of a few servers
   * with many calls: a new connection with TLS costs each side some milliseconds of CPU time.
   */
  public static HttpConnections toBusyServer(HttpAddress address, CallTimeouts timeouts) {
    return new HttpConnections(address, timeouts, ConnectionPool.MOST_IN_USE);
  }

  /**
   * Makes a call and reads its response.
   *
   * @param limit includes the wait for a free connection
   * @throws HttpStatusException if the status is not 2xx
   * @throws CallTimeoutException at the limit
   * @throws IOException if there is no complete response
   */
  public <T> T send(HttpCall call, Duration limit, BodyReader<T> reader) throws IOException {
    return within(call, limit, running -> send(call, running, reader));
  }

  /**
   * As {@link #send} on a new connection, so that it fails if the server accepts none: a server
   * that shuts down still responds on open connections.
   */
  public <T> T sendOnNewConnection(HttpCall call, Duration limit, BodyReader<T> reader)
      throws IOException {
    return within(
        call,
        limit,
        running -> {
          Connection connection = pool.open(running);
          return read(call, running, connection, respond(call, connection), reader);
        });
  }

  private interface Exchange<T> {
    T with(RunningCall running) throws IOException;
  }

  private <T> T within(HttpCall call, Duration limit, Exchange<T> exchange) throws IOException {
    try (RunningCall running = timeouts.begin(limit)) {
      pool.acquire(call, running);
      try {
        return exchange.with(running);
      } catch (IOException e) {
        throw running.isExpired() ? new CallTimeoutException(e) : e;
      } finally {
        pool.release(call);
      }
    }
  }

  /**
   * Makes a call on a connection of its own, which is closed with the response.
   *
   * @param limit for the head of the response; reading its body has no limit
   * @throws CallTimeoutException at the limit
   */
  public HttpResponse open(HttpCall call, Duration limit) throws IOException {
    try (RunningCall running = timeouts.begin(limit)) {
      return open(call, running);
    }
  }

  private HttpResponse open(HttpCall call, RunningCall running) throws IOException {
    try {
      Connection connection = pool.open(running);
      return new HttpResponse(respond(call, connection), () -> pool.discard(connection));
    } catch (IOException e) {
      throw running.isExpired() ? new CallTimeoutException(e) : e;
    }
  }

  private <T> T send(HttpCall call, RunningCall running, BodyReader<T> reader) throws IOException {
    Connection connection = pool.take(running);
    if (connection.isReused()) {
      ClassicHttpResponse response = firstTry(call, connection);
      if (response != null) {
        return read(call, running, connection, response, reader);
      }
      connection = pool.open(running);
    }
    return read(call, running, connection, respond(call, connection), reader);
  }

  /** Null if the reused connection is broken and the call may be made once more. */
  private @Nullable ClassicHttpResponse firstTry(HttpCall call, Connection connection)
      throws IOException {
    try {
      connection.send(call);
    } catch (IOException | RuntimeException broken) {
      pool.discard(connection); // the server did not receive the whole request
      return null;
    }
    try {
      return connection.receive();
    } catch (IOException | RuntimeException broken) {
      pool.discard(connection);
      if (call.isRepeatable()) {
        return null;
      }
      throw broken;
    }
  }

  private ClassicHttpResponse respond(HttpCall call, Connection connection) throws IOException {
    try {
      connection.send(call);
      return connection.receive();
    } catch (IOException | RuntimeException e) {
      pool.discard(connection);
      throw e;
    }
  }

  private <T> T read(
      HttpCall call,
      RunningCall running,
      Connection connection,
      ClassicHttpResponse response,
      BodyReader<T> reader)
      throws IOException {
    boolean isReusable = false;
    try {
      InputStream body = body(response);
      if (response.getCode() >= 300) {
        String error = new String(body.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8);
        isReusable = isReusable(call, response, body);
        throw new HttpStatusException(response.getCode(), error);
      }
      T result = reader.read(call.isLimitedBySilence() ? new TimedBody(body, running) : body);
      isReusable = isReusable(call, response, body);
      return result;
    } finally {
      if (isReusable) {
        pool.giveBack(connection);
      } else {
        pool.discard(connection);
      }
    }
  }

  private static InputStream body(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    return entity == null ? InputStream.nullInputStream() : entity.getContent();
  }

  /** Only after the whole response was read. */
  private static boolean isReusable(HttpCall call, ClassicHttpResponse response, InputStream body)
      throws IOException {
    return !call.closesConnection() && Connection.isKept(response) && body.read() < 0;
  }

  /** Also breaks the calls in progress and the open responses. */
  @Override
  public void close() {
    pool.close();
  }
}
