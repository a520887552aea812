package org.openhtc.api;

import jakarta.servlet.http.HttpServletRequest;

/** The path of a request as the controllers name it. */
public final class ApiPath {
  private ApiPath() {}

  /** The path without {@link ApiController#BASE_PATH}, which clients may send or leave out. */
  public static String of(HttpServletRequest request) {
    return of(request.getRequestURI());
  }

  /** The same for a path, or the template of one. */
  public static String of(String path) {
    return path.startsWith(ApiController.BASE_PATH + "/")
        ? path.substring(ApiController.BASE_PATH.length())
        : path;
  }
}
