package org.openhtc.storage;

import java.util.stream.Stream;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * True when any setting of an external object store is present. One setting is enough: when the
 * bucket was forgotten, the service must fail to start instead of using the embedded store.
 */
public class StoreConfigured implements Condition {
  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return Stream.of("endpoint", "bucket", "access-key", "secret-key")
        .anyMatch(key -> context.getEnvironment().containsProperty("openhtc.storage." + key));
  }
}
