package org.openhtc.api;

import org.springframework.core.Ordered;

/** The order of OpenHTC's own servlet filters; the security chain has the order -100. */
public final class FilterOrder {
  /** First, so that every error response and log line carries the request id. */
  public static final int REQUEST_ID = Ordered.HIGHEST_PRECEDENCE;

  /** Before all others, none of which sees a request that came by plain HTTP instead of HTTPS. */
  public static final int PLAIN_HTTP = REQUEST_ID + 5;

  /** Before all filters that refuse requests, so that error responses have CORS headers. */
  public static final int CORS = REQUEST_ID + 10;

  /** Before the security chain, which reads no body. */
  public static final int BODY_LIMIT = REQUEST_ID + 20;

  /** After the security chain, so that error responses are not buffered. */
  public static final int CONDITIONAL_READS = 0;

  private FilterOrder() {}
}
