package org.openhtc.api;

import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Builds {@code next}: the present request's URL with every parameter and a new page index. */
public final class NextLink {
  private NextLink() {}

  /** Scheme and host are the client's: forwarded headers are honoured by the server's settings. */
  public static String after(PageCursor last) {
    return ServletUriComponentsBuilder.fromCurrentRequest()
        .replaceQueryParam("pageIndex", last.encode())
        .build()
        .toUriString();
  }
}
