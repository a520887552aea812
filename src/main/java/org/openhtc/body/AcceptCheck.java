package org.openhtc.body;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openhtc.api.ApiController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses a change whose response the client would not accept, before the change is made. Spring
 * finds that out only when it writes the response: the client would get an error for a change that
 * was made.
 */
final class AcceptCheck implements HandlerInterceptor {
  private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws HttpMediaTypeNotAcceptableException {
    if (CHANGING.contains(request.getMethod())
        && handler instanceof HandlerMethod method
        && respondsWithJson(method)
        && !acceptsJson(request)) {
      throw new HttpMediaTypeNotAcceptableException(List.of(MediaType.APPLICATION_JSON));
    }
    return true;
  }

  /** Spring itself checks methods that declare a media type before it calls them. */
  private static boolean respondsWithJson(HandlerMethod method) {
    @Nullable RequestMapping mapping = method.getMethodAnnotation(RequestMapping.class);
    return method.getBeanType().isAnnotationPresent(ApiController.class)
        && !method.isVoid()
        && mapping != null
        && mapping.produces().length == 0;
  }

  private static boolean acceptsJson(HttpServletRequest request)
      throws HttpMediaTypeNotAcceptableException {
    List<String> accepted = Collections.list(request.getHeaders(HttpHeaders.ACCEPT));
    try {
      List<MediaType> types = new ArrayList<>(MediaType.parseMediaTypes(accepted));
      MimeTypeUtils.sortBySpecificity(types); // as Spring does later: refuses more than 50 types
      return types.isEmpty() || types.stream().anyMatch(AcceptCheck::isJson);
    } catch (InvalidMediaTypeException | InvalidMimeTypeException e) {
      throw new HttpMediaTypeNotAcceptableException(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isJson(MediaType type) {
    return type.isCompatibleWith(MediaType.APPLICATION_JSON) || type.getSubtype().endsWith("+json");
  }
}
