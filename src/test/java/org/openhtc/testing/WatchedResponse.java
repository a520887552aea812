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
 * Sends on at once what is written, and keeps what a check needs of it: JSON as a whole, of all
 * else the beginning.
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
   * @param check called once: when a stream of events begins, or when any other answer is complete
   */
  WatchedResponse(HttpServletResponse response, Consumer<WatchedResponse> check) {
    super(response);
    this.check = check;
  }

  AnswerCheck.Answer answer(String method, String path) {
    Set<String> headers = new TreeSet<>(getHeaderNames());
    String type = getContentType();
    String body = method.equals("HEAD") ? "" : kept.toString(StandardCharsets.UTF_8);
    return new AnswerCheck.Answer(
        method, path, getStatus(), headers, type == null ? "" : type, body);
  }

  /** Nothing more is written here. */
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
      AnswersAsDescribed.beingWritten().unlock();
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

  /** The server forwards the request, and another response gets the body. */
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
      AnswersAsDescribed.beingWritten().lock();
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
        isLeftToOthers = true; // nobody gets this answer as a whole
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
