package org.openhtc.apidoc;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openhtc.api.ApiController;
import org.openhtc.testing.DescribedOperation;
import org.springframework.context.ApplicationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * A route of the running service.
 *
 * @param path as mapped, including the base path if there is one
 */
record ServedRoute(String method, String path, HandlerMethod handler) {
  /** The container forwards requests here that fail before a controller; no client calls it. */
  private static final String FALLBACK = "/error";

  /** Every route with a handler method, of controllers and of actuator endpoints. */
  static List<ServedRoute> of(ApplicationContext context) {
    return context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().stream()
        .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
        .flatMap(entry -> routes(entry.getKey(), entry.getValue()))
        .filter(route -> !route.path.equals(FALLBACK))
        .toList();
  }

  private static Stream<ServedRoute> routes(RequestMappingInfo info, HandlerMethod handler) {
    return info.getPatternValues().stream()
        .flatMap(path ->
            info.getMethodsCondition().getMethods().stream()
                .map(method -> new ServedRoute(method.name(), path, handler)));
  }

  boolean isOfApi() {
    return AnnotatedElementUtils.hasAnnotation(handler.getBeanType(), ApiController.class);
  }

  /** Like {@link DescribedOperation#shape()}: without the base path and the names of variables. */
  String shape() {
    boolean hasBasePath = path.startsWith(ApiController.BASE_PATH + "/");
    String relative = hasBasePath ? path.substring(ApiController.BASE_PATH.length()) : path;
    return DescribedOperation.shape(method + " " + relative);
  }

  String controller() {
    return handler.getBeanType().getSimpleName();
  }

  /** The parameters of the controller method, with their names. */
  List<MethodParameter> parameters() {
    return Arrays.stream(handler.getMethodParameters()).map(ServedRoute::named).toList();
  }

  Optional<MethodParameter> body() {
    return parameters().stream().filter(p -> has(p, RequestBody.class)).findFirst();
  }

  private static boolean has(MethodParameter parameter, Class<? extends Annotation> annotation) {
    return parameter.hasParameterAnnotation(annotation);
  }

  private static MethodParameter named(MethodParameter parameter) {
    parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
    return parameter;
  }
}
