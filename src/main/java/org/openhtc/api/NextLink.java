package org.openhtc.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/** Builds {@code next}: the present request's URL with every parameter and a new page index. */
public final class NextLink {
  private NextLink() {}

  /** Scheme and host are the client's: forwarded headers are honoured by the server's settings. */
  public static String after(PageCursor last) {
    UriComponentsBuilder url = ServletUriComponentsBuilder.fromCurrentRequest();
    url.build()
        .getQueryParams()
        .forEach((name, values) -> url.replaceQueryParam(name, once(values)));
    return url.replaceQueryParam("pageIndex", last.encode()).build().toUriString();
  }

  /** Some clients append their parameters to a URL that has them: it must not grow at each page. */
  private static Set<String> once(List<String> values) {
    return new LinkedHashSet<>(values);
  }
}
