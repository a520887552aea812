package org.openhtc.api;

import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The unique id of a request. The response and every log line of the request carry it. */
public final class RequestId {
  public static final String HEADER = "X-Request-Id";

  /** The key that the logging pattern in {@code application.yaml} uses. */
  static final String LOG_KEY = "requestId";

  /**
   * Long enough for the ids of tracing proxies; only characters that are safe in logs and headers.
   */
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:=/+-]{1,128}");

  private RequestId() {}

  /** The id of the request that this thread processes; "none" outside of requests. */
  public static String current() {
    return Objects.requireNonNullElse(MDC.get(LOG_KEY), "none");
  }

  /** The id that a client sent, or a new one when it sent none or an invalid one. */
  static String of(@Nullable String sent) {
    return sent != null && VALID.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
  }
}
