package org.openhtc.body;

import java.io.Serial;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** The type of all maps in bodies. Parsing ends at the first entry too many. */
final class BoundedMap<K, V extends @Nullable Object> extends LinkedHashMap<K, V> {
  static final int MAX = 1000;

  @Serial private static final long serialVersionUID = 1;

  @Override
  public @Nullable V put(K key, V value) {
    if (size() >= MAX && !containsKey(key)) {
      throw new TooManyElementsException(MAX);
    }
    return super.put(key, value);
  }
}
