package org.openhtc.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Collectors;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.web.util.ServletRequestPathUtils;

/** The path of a request as the controllers name it. */
public final class ApiPath {
  private static final PathContainer.Options DECODED = PathContainer.Options.create('/', false);

  private ApiPath() {}

  /**
   * The path without {@link ApiController#BASE_PATH}, which clients may send or leave out, and
   * without the prefix that a proxy took away; decoded, as controllers are found by it.
   */
  public static String of(HttpServletRequest request) {
    return of(
        ServletRequestPathUtils.parse(request).pathWithinApplication().elements().stream()
            .map(part -> part instanceof PathSegment name ? name.valueToMatch() : part.value())
            .collect(Collectors.joining()));
  }

  /** The same for a path, or the template of one. */
  public static String of(String path) {
    return path.startsWith(ApiController.BASE_PATH + "/")
        ? path.substring(ApiController.BASE_PATH.length())
        : path;
  }

  /** A path that was decoded, as patterns can be held against it. */
  public static PathContainer parsed(String path) {
    return PathContainer.parsePath(path, DECODED);
  }
}
