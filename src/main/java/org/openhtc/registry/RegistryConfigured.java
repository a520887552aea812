package org.openhtc.registry;

import java.util.stream.Stream;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * True when a setting of an external registry is present. The URL alone is enough: when the host
 * was forgotten, the service must fail to start instead of using the embedded registry.
 */
public class RegistryConfigured implements Condition {
  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return Stream.of("host", "url")
        .anyMatch(key -> context.getEnvironment().containsProperty("openhtc.registry." + key));
  }
}
