package org.openhtc.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/** Builds {@code next}: the URL of the current request, with a new page index. */
public final class NextLink {
  private NextLink() {}

  /**
   * Sets the page index in the URL that the client used. Behind a proxy, the server reads the URL's
   * scheme and host from the forwarded headers.
   */
  public static String after(PageCursor last) {
    UriComponentsBuilder url = ServletUriComponentsBuilder.fromCurrentRequest();
    url.build()
        .getQueryParams()
        .forEach((name, values) -> url.replaceQueryParam(name, once(values)));
    return url.replaceQueryParam("pageIndex", last.encode()).build().toUriString();
  }

  /**
   * Removes duplicate values. Some clients append their parameters to a URL that already has them,
   * and the URL must not grow from page to page.
   */
  private static Set<String> once(List<String> values) {
    return new LinkedHashSet<>(values);
  }
}
