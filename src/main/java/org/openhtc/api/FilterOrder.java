package org.openhtc.api;

import org.springframework.core.Ordered;

/** In which order requests pass our filters; those of the security chain come at -100. */
final class FilterOrder {
  /** First, so that whoever refuses a request later does it under its id. */
  static final int REQUEST_ID = Ordered.HIGHEST_PRECEDENCE;

  /** Before whatever may refuse, so that a browser shows the refusal to its page. */
  static final int BROWSER_ACCESS = REQUEST_ID + 10;

  static final int BODY_LIMIT = REQUEST_ID + 20;

  /** Behind the security chain: what is refused is not collected. */
  static final int CONDITIONAL_READS = 0;

  private FilterOrder() {}
}
