package org.openhtc.registry;

import java.util.stream.Stream;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * True when a setting names an own registry. The URL alone counts, so that a forgotten host stops
 * the start instead of quietly filling the embedded registry.
 */
public class RegistryConfigured implements Condition {
  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return Stream.of("host", "url")
        .anyMatch(key -> context.getEnvironment().containsProperty("openhtc.registry." + key));
  }
}
