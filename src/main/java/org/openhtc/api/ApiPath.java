package org.openhtc.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Collectors;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.web.util.ServletRequestPathUtils;

/** The path of a request in the form that the controllers declare. */
public final class ApiPath {
  private static final PathContainer.Options DECODED = PathContainer.Options.create('/', false);

  private ApiPath() {}

  /**
   * The decoded path without {@link ApiController#BASE_PATH}, which is optional for clients, and
   * without the prefix that a proxy has removed. Spring matches controllers against the same text.
   */
  public static String of(HttpServletRequest request) {
    return of(
        ServletRequestPathUtils.parse(request).pathWithinApplication().elements().stream()
            .map(part -> part instanceof PathSegment name ? name.valueToMatch() : part.value())
            .collect(Collectors.joining()));
  }

  /** Removes the base path from a path or a path template. */
  public static String of(String path) {
    return path.startsWith(ApiController.BASE_PATH + "/")
        ? path.substring(ApiController.BASE_PATH.length())
        : path;
  }

  /** A decoded path in the form that path patterns match against. */
  public static PathContainer parsed(String path) {
    return PathContainer.parsePath(path, DECODED);
  }
}
