package org.openhtc.storage;

import java.util.stream.Stream;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * True when any setting names an own object store. One of them alone counts, so that a forgotten
 * bucket stops the start instead of quietly filling the embedded store.
 */
public class StoreConfigured implements Condition {
  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return Stream.of("endpoint", "bucket", "access-key", "secret-key")
        .anyMatch(key -> context.getEnvironment().containsProperty("openhtc.storage." + key));
  }
}
