package org.openhtc.execution.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** A response of any status, whose body is read as the server sends it. */
public final class HttpResponse implements AutoCloseable {
  private final ClassicHttpResponse response;
  private final InputStream body;
  private final Runnable close;

  HttpResponse(ClassicHttpResponse response, Runnable close) throws IOException {
    HttpEntity entity = response.getEntity();
    this.response = response;
    this.body = entity == null ? InputStream.nullInputStream() : entity.getContent();
    this.close = close;
  }

  public int status() {
    return response.getCode();
  }

  /** The values of each header. */
  public Map<String, List<String>> headers() {
    return Arrays.stream(response.getHeaders())
        .collect(
            Collectors.groupingBy(
                Header::getName, Collectors.mapping(Header::getValue, Collectors.toList())));
  }

  /** Fails if the connection breaks before the end. */
  public InputStream body() {
    return body;
  }

  /** Closes the connection; a thread that reads the body fails. */
  @Override
  public void close() {
    close.run();
  }
}
