package org.openhtc.embedded;

import java.lang.reflect.Field;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.io.Content;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that use an issued key without its session token, which S3Proxy itself does not
 * check. It is a handler in S3Proxy's web server that runs before S3Proxy's own.
 */
final class SessionTokenCheck extends Handler.Wrapper {
  private static final int FORBIDDEN = 403;
  private static final Pattern KEY_IN_HEADER = Pattern.compile("Credential=([^/,\\s]+)");
  private static final Pattern KEY_IN_QUERY = Pattern.compile("(?:^|&)X-Amz-Credential=([^/%&]+)");
  private static final Pattern TOKEN_IN_QUERY =
      Pattern.compile("(?:^|&)X-Amz-Security-Token=([^&]+)");

  private static final String BODY =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Error><Code>InvalidToken</Code>\
      <Message>The session token does not belong to the access key.</Message></Error>
      """;

  private final IssuedKeys keys;

  private SessionTokenCheck(IssuedKeys keys) {
    this.keys = keys;
  }

  /**
   * Installs the check before all other handlers of the endpoint.
   *
   * @throws IllegalStateException when this version of S3Proxy has another internal structure
   */
  static void installIn(S3Proxy proxy, IssuedKeys keys) {
    try {
      // S3Proxy offers no other access to its server. Its version is pinned, and an incompatible
      // one fails at the first start.
      Field server = S3Proxy.class.getDeclaredField("server");
      server.setAccessible(true);
      ((Server) server.get(proxy)).insertHandler(new SessionTokenCheck(keys));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("S3Proxy has no server to check session tokens in", e);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String key = keyOf(request);
    if (key == null || !IssuedKeys.hasIssuedForm(key) || keys.isTokenOf(key, tokenOf(request))) {
      return super.handle(request, response, callback);
    }
    response.setStatus(FORBIDDEN);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
    Content.Sink.write(response, true, BODY, callback);
    return true;
  }

  private static @Nullable String keyOf(Request request) {
    String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return authorization == null
        ? found(KEY_IN_QUERY, request.getHttpURI().getQuery())
        : found(KEY_IN_HEADER, authorization);
  }

  private static @Nullable String tokenOf(Request request) {
    String header = request.getHeaders().get("x-amz-security-token");
    if (header != null) {
      return header;
    }
    String encoded = found(TOKEN_IN_QUERY, request.getHttpURI().getQuery());
    return encoded == null ? null : URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }

  private static @Nullable String found(Pattern pattern, @Nullable String text) {
    Matcher matcher = pattern.matcher(text == null ? "" : text);
    return matcher.find() ? matcher.group(1) : null;
  }
}
