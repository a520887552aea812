package org.openhtc.embedded.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** The response to a request. */
public final class S3Response {
  private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME;

  /** Small, so that a client that reads slowly is noticed. */
  private static final int PIECE = 16 << 10;

  private final HttpServletResponse response;
  private final boolean isHead;
  private final StoreLimits limits;
  private long sent;

  public S3Response(HttpServletResponse response, boolean isHead, StoreLimits limits) {
    this.response = response;
    this.isHead = isHead;
    this.limits = limits;
  }

  /** Bytes of content that were sent. */
  public long sent() {
    return sent;
  }

  public int status() {
    return response.getStatus();
  }

  public S3Response header(String name, String value) {
    response.setHeader(name, value);
    return this;
  }

  public S3Response headers(Map<String, String> headers) {
    headers.forEach(response::setHeader);
    return this;
  }

  public S3Response etag(String etag) {
    return header("ETag", "\"" + etag + "\"");
  }

  public S3Response modified(Instant time) {
    return header("Last-Modified", HTTP_DATE.format(time.atOffset(ZoneOffset.UTC)));
  }

  public void empty(int status) {
    response.setStatus(status);
    if (status != HttpServletResponse.SC_NO_CONTENT) {
      response.setContentLength(0);
    }
  }

  public void xml(int status, Xml document) throws IOException {
    byte[] bytes = document.bytes();
    response.setStatus(status);
    response.setContentType("application/xml");
    response.setContentLength(bytes.length);
    if (!isHead) {
      send(bytes);
    }
  }

  /** In pieces, so that a client that reads slowly is noticed. */
  private void send(byte[] document) throws IOException {
    OutputStream out = response.getOutputStream();
    TransferLimit limit = new TransferLimit();
    for (int from = 0; from < document.length; from += PIECE) {
      out.write(document, from, Math.min(PIECE, document.length - from));
      limit.check();
    }
  }

  /** Sends content; a HEAD request gets only the headers. */
  public void content(int status, long length, InputStream content) throws IOException {
    response.setStatus(status);
    response.setContentLengthLong(length);
    if (isHead) {
      return;
    }
    OutputStream out = response.getOutputStream();
    Pace pace = new Pace(limits);
    byte[] buffer = new byte[PIECE];
    for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
      out.write(buffer, 0, count);
      pace.add(count);
      sent += count;
    }
  }

  public boolean isCommitted() {
    return response.isCommitted();
  }

  /** The times in XML have milliseconds, as on AWS. */
  public static String iso(Instant time) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
        .format(time.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC));
  }
}
