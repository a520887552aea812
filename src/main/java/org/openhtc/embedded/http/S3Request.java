package org.openhtc.embedded.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request to the store. Its path is decoded once, here. */
public final class S3Request {
  private final HttpServletRequest request;
  private final QueryParameters query;
  private final String path;
  private final String id;

  public S3Request(HttpServletRequest request, String id) {
    this.request = request;
    this.id = id;
    this.path = PercentCoding.decode(request.getRequestURI());
    this.query = QueryParameters.of(request.getQueryString());
  }

  public String id() {
    return id;
  }

  public String method() {
    return request.getMethod();
  }

  /** Decoded, with the slash at its beginning. */
  public String path() {
    return path;
  }

  /** Empty for the root. */
  public String bucket() {
    int end = path.indexOf('/', 1);
    return path.isEmpty() ? "" : end < 0 ? path.substring(1) : path.substring(1, end);
  }

  /** Empty for the bucket itself. */
  public String key() {
    int end = path.indexOf('/', 1);
    return end < 0 ? "" : path.substring(end + 1);
  }

  public QueryParameters query() {
    return query;
  }

  /** The values of a header, separated by commas; null when the header is absent. */
  public @Nullable String header(String name) {
    List<String> values = Collections.list(request.getHeaders(name));
    return values.isEmpty() ? null : String.join(",", values);
  }

  public String header(String name, String otherwise) {
    String value = header(name);
    return value == null ? otherwise : value;
  }

  /** In lower case, each once. */
  public List<String> headerNames() {
    List<String> names = new ArrayList<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!names.contains(lower)) {
        names.add(lower);
      }
    }
    return names;
  }

  /** -1 when the request does not declare it. */
  public long contentLength() {
    return request.getContentLengthLong();
  }

  /** The date in a header in milliseconds since 1970; -1 when it is absent or no date. */
  public long date(String header) {
    try {
      return request.getDateHeader(header);
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  public InputStream body() throws IOException {
    return request.getInputStream();
  }

  public String address() {
    return request.getRemoteAddr();
  }
}
