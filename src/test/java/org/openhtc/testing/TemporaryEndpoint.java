package org.openhtc.testing;

import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * An operation that a test adds to the service until it is closed. Its responses are compared with
 * {@code openapi.yaml} unless the path is below {@code /testing}.
 */
public final class TemporaryEndpoint implements AutoCloseable {
  private final RequestMappingHandlerMapping mapping;
  private final RequestMappingInfo info;

  /** The handler of the operation. */
  record Operation(Supplier<Object> behaviour) {
    @ResponseBody
    Object carryOut() {
      return behaviour.get();
    }
  }

  public TemporaryEndpoint(
      RequestMappingHandlerMapping mapping,
      RequestMethod method,
      String path,
      Supplier<Object> behaviour) {
    this.mapping = mapping;
    this.info =
        RequestMappingInfo.paths("/api/v1" + path)
            .methods(method)
            .options(mapping.getBuilderConfiguration())
            .build();
    mapping.registerMapping(
        info,
        new Operation(behaviour),
        Objects.requireNonNull(ReflectionUtils.findMethod(Operation.class, "carryOut")));
  }

  @Override
  public void close() {
    mapping.unregisterMapping(info);
  }
}
