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
 * Passes everything that is written on to the client without delay and records what a check needs:
 * all of a JSON body, and the first bytes of any other body.
 */
final class RecordedResponse extends HttpServletResponseWrapper implements AutoCloseable {
  private static final int PREFIX_LENGTH = 500;

  private final Consumer<RecordedResponse> check;
  private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();
  private @Nullable ServletOutputStream stream;
  private @Nullable PrintWriter writer;
  private boolean isForwarded;
  private boolean isIncomplete;
  private boolean isChecked;
  private boolean isBeingWritten;

  /**
   * @param check called once: when an event stream begins or when any other response is complete
   */
  RecordedResponse(HttpServletResponse response, Consumer<RecordedResponse> check) {
    super(response);
    this.check = check;
  }

  /** The response to a request of that method and path. */
  ResponseCheck.Response withRequest(String method, String path) {
    Set<String> headers = new TreeSet<>(getHeaderNames());
    String type = getContentType();
    String body = method.equals("HEAD") ? "" : recorded.toString(StandardCharsets.UTF_8);
    return new ResponseCheck.Response(
        method, path, getStatus(), headers, type == null ? "" : type, body);
  }

  /** Checks the complete response. */
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
      DocumentedResponses.writeInProgress().unlock();
    }
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    if (stream == null) {
      stream = new RecordingStream(super.getOutputStream());
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

  /** The server forwards the request and writes the body to another response. */
  @Override
  public void sendError(int status) throws IOException {
    isForwarded = true;
    super.sendError(status);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    isForwarded = true;
    super.sendError(status, message);
  }

  @Override
  public void reset() {
    super.reset();
    recorded.reset();
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    recorded.reset();
  }

  private void checkOnce() {
    if (!isChecked && !isForwarded && !isIncomplete) {
      isChecked = true;
      check.accept(this);
    }
  }

  private boolean hasType(String part) {
    String type = getContentType();
    return type != null && type.contains(part);
  }

  private void beginWrite() {
    if (hasType("event-stream")) {
      checkOnce();
    } else if (!isBeingWritten) {
      DocumentedResponses.writeInProgress().lock();
      isBeingWritten = true;
    }
  }

  private void record(byte[] bytes, int start, int length) {
    int room = hasType("json") ? length : Math.max(0, PREFIX_LENGTH - recorded.size());
    recorded.write(bytes, start, Math.min(length, room));
  }

  private final class RecordingStream extends ServletOutputStream {
    private final ServletOutputStream client;

    RecordingStream(ServletOutputStream client) {
      this.client = client;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
      beginWrite();
      try {
        client.write(bytes, start, length);
      } catch (IOException gone) {
        isIncomplete = true;
        throw gone;
      }
      record(bytes, start, length);
    }

    @Override
    public void flush() throws IOException {
      client.flush();
    }

    @Override
    public void close() throws IOException {
      client.close();
    }

    @Override
    public boolean isReady() {
      return client.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      client.setWriteListener(listener);
    }
  }
}
