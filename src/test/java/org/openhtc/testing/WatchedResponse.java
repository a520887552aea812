package org.openhtc.testing;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Forwards the written data at once, and keeps the part that a check needs: JSON completely, of
 * other types the beginning.
 */
final class WatchedResponse extends HttpServletResponseWrapper implements AutoCloseable {
  private static final int BEGINNING = 500;

  private final Consumer<WatchedResponse> check;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private @Nullable ServletOutputStream stream;
  private @Nullable PrintWriter writer;
  private boolean isLeftToOthers;
  private boolean isChecked;
  private boolean isBeingWritten;

  /**
   * @param check called once: when a stream of events begins, or when another response is complete
   */
  WatchedResponse(HttpServletResponse response, Consumer<WatchedResponse> check) {
    super(response);
    this.check = check;
  }

  ResponseCheck.Received received(String method, String path) {
    Set<String> headers = new TreeSet<>(getHeaderNames());
    String type = getContentType();
    String body = method.equals("HEAD") ? "" : kept.toString(StandardCharsets.UTF_8);
    return new ResponseCheck.Received(
        method, path, getStatus(), headers, type == null ? "" : type, body);
  }

  /** Called when the response is complete. */
  void end() {
    if (writer != null) {
      writer.flush();
    }
    checkOnce();
  }

  @Override
  public void close() {
    if (isBeingWritten) {
      isBeingWritten = false;
      ResponsesAsDescribed.beingWritten().unlock();
    }
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    if (stream == null) {
      stream = new KeepingStream(super.getOutputStream());
    }
    return stream;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    if (writer == null) {
      Charset charset = Charset.forName(getCharacterEncoding());
      writer = new PrintWriter(new OutputStreamWriter(getOutputStream(), charset));
    }
    return writer;
  }

  @Override
  public void flushBuffer() throws IOException {
    if (writer != null) {
      writer.flush();
    }
    super.flushBuffer();
  }

  /** Called when the server forwards the request, and another response gets the body. */
  @Override
  public void sendError(int status) throws IOException {
    isLeftToOthers = true;
    super.sendError(status);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    isLeftToOthers = true;
    super.sendError(status, message);
  }

  @Override
  public void reset() {
    super.reset();
    kept.reset();
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    kept.reset();
  }

  private void checkOnce() {
    if (!isChecked && !isLeftToOthers) {
      isChecked = true;
      check.accept(this);
    }
  }

  private boolean hasType(String word) {
    String type = getContentType();
    return type != null && type.contains(word);
  }

  private void begin() {
    if (hasType("event-stream")) {
      checkOnce();
    } else if (!isBeingWritten) {
      ResponsesAsDescribed.beingWritten().lock();
      isBeingWritten = true;
    }
  }

  private void keep(byte[] bytes, int start, int length) {
    int room = hasType("json") ? length : Math.max(0, BEGINNING - kept.size());
    kept.write(bytes, start, Math.min(length, room));
  }

  private final class KeepingStream extends ServletOutputStream {
    private final ServletOutputStream to;

    KeepingStream(ServletOutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      begin();
      try {
        to.write(bytes, start, length);
      } catch (IOException gone) {
        isLeftToOthers = true; // the client does not receive the whole response
        throw gone;
      }
      keep(bytes, start, length);
    }

    @Override
    public void flush() throws IOException {
      to.flush();
    }

    @Override
    public void close() throws IOException {
      to.close();
    }

    @Override
    public boolean isReady() {
      return to.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      to.setWriteListener(listener);
    }
  }
}
