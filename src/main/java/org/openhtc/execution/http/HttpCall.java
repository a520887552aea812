package org.openhtc.execution.http;

import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.jspecify.annotations.Nullable;

/**
 * A request.
 *
 * @param path with its query, beginning with a slash
 * @param headers in addition to those that describe the body and the connection
 * @param isRepeatable whether a second execution has no further effect
 * @param isLimitedBySilence whether the time limit is that of each wait for the server, instead of
 *     the whole call; then the time that the reader of the response takes does not count
 */
public record HttpCall(
    String method,
    String path,
    Map<String, String> headers,
    @Nullable HttpEntity body,
    boolean isRepeatable,
    boolean isLimitedBySilence) {
  private static final String CONNECTION = "Connection";
  private static final String CLOSE = "close";

  /** A request without a body. */
  public static HttpCall of(String method, String path) {
    return new HttpCall(method, path, Map.of(), null, true, false);
  }

  /** A request with a body of JSON. */
  public static HttpCall withJson(String method, String path, byte[] json) {
    HttpEntity body = new ByteArrayEntity(json, ContentType.APPLICATION_JSON);
    return new HttpCall(method, path, Map.of(), body, true, false);
  }

  /** A request with a body of unknown length, which can be sent once only. */
  public static HttpCall withStream(
      String method, String path, InputStream content, String contentType) {
    HttpEntity body = new InputStreamEntity(content, ContentType.parse(contentType));
    return new HttpCall(method, path, Map.of(), body, false, false);
  }

  /** The same request with other headers. */
  public HttpCall withHeaders(Map<String, String> wanted) {
    return new HttpCall(method, path, wanted, body, isRepeatable, isLimitedBySilence);
  }

  /**
   * The same request, after which the connection is closed: for a response that is left before its
   * end, which would be awaited to use the connection again.
   */
  public HttpCall closingConnection() {
    Map<String, String> wanted = new TreeMap<>(headers);
    wanted.put(CONNECTION, CLOSE);
    return withHeaders(wanted);
  }

  /** Whether it reads something that the server has ready. */
  boolean isShortRead() {
    return method.equals("GET") && !isLimitedBySilence && !closesConnection();
  }

  boolean closesConnection() {
    return CLOSE.equals(headers.get(CONNECTION));
  }

  /** The same request, which is not sent again if the server may have executed it. */
  public HttpCall once() {
    return new HttpCall(method, path, headers, body, false, isLimitedBySilence);
  }

  /** The same request with a limit for each wait instead of the whole call. */
  public HttpCall limitedBySilence() {
    return new HttpCall(method, path, headers, body, isRepeatable, true);
  }
}
