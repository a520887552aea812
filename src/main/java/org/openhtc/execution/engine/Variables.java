package org.openhtc.execution.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment variables of a container. An engine may store the shared ones once for many
 * containers.
 *
 * @param shared the same in all containers of a batch on one host
 * @param own of this container, which prevail over the shared ones
 */
public record Variables(Map<String, String> shared, Map<String, String> own) {
  /** Without variables. */
  public static final Variables NONE = new Variables(Map.of(), Map.of());

  /** Every variable that the container has. */
  public Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>(shared);
    all.putAll(own);
    return all;
  }
}
