package org.openhtc.api;

import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** What tells one request from all others: in its answer and in every line logged for it. */
public final class RequestId {
  public static final String HEADER = "X-Request-Id";

  /** What the logging pattern in {@code application.yaml} calls it. */
  static final String LOG_KEY = "requestId";

  /** Long enough for the ids of tracing proxies; no character that a log or a header minds. */
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:=/+-]{1,128}");

  private RequestId() {}

  /** The id of the request that this thread carries out; "none" beside requests. */
  public static String current() {
    return Objects.requireNonNullElse(MDC.get(LOG_KEY), "none");
  }

  /** The id that a client sent, or a new one when it sent none or an odd one. */
  static String of(@Nullable String sent) {
    return sent != null && SANE.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
  }
}
