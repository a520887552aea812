package org.openhtc.api;

import org.springframework.core.Ordered;

/** In which order requests pass our filters; those of the security chain come at -100. */
final class FilterOrder {
  /** First, so that whoever refuses a request later does it under its id. */
  static final int REQUEST_ID = Ordered.HIGHEST_PRECEDENCE;

  static final int BODY_LIMIT = REQUEST_ID + 20;

  private FilterOrder() {}
}
