package org.openhtc.body;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Passes the unread body to controller methods that have a parameter of type {@link Body}, and
 * checks before what the client accepts.
 */
@Component
class BodyArguments implements HandlerMethodArgumentResolver, WebMvcConfigurer {
  private static final List<Charset> CHARSETS =
      List.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);

  private final BodyParser reader;

  BodyArguments(BodyParser reader) {
    this.reader = reader;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new AcceptCheck());
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(this);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Body.class;
  }

  @Override
  public Body<?> resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest web,
      @Nullable WebDataBinderFactory binders)
      throws HttpMediaTypeNotSupportedException {
    HttpServletRequest request =
        Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
    requireJson(request);
    MethodParameter content = parameter.nested();
    return new Body<>(() -> reader.read(request, content.getNestedGenericParameterType()));
  }

  private static void requireJson(HttpServletRequest request)
      throws HttpMediaTypeNotSupportedException {
    String given = request.getContentType();
    MediaType type = given == null ? MediaType.APPLICATION_OCTET_STREAM : parsed(given);
    boolean isJson =
        MediaType.APPLICATION_JSON.includes(type)
            && (type.getCharset() == null || CHARSETS.contains(type.getCharset()));
    if (!isJson && (given != null || hasBody(request))) {
      throw new HttpMediaTypeNotSupportedException(
          type, List.of(MediaType.APPLICATION_JSON), HttpMethod.valueOf(request.getMethod()));
    }
  }

  private static MediaType parsed(String given) throws HttpMediaTypeNotSupportedException {
    try {
      return MediaType.parseMediaType(given);
    } catch (InvalidMediaTypeException e) {
      throw new HttpMediaTypeNotSupportedException(
          String.valueOf(e.getMessage()), List.of(MediaType.APPLICATION_JSON));
    }
  }

  private static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0
        || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
  }
}
