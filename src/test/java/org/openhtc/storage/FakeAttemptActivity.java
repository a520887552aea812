package org.openhtc.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Attempts on hosts without a database. */
final class FakeAttemptActivity implements AttemptActivity {
  private final Map<String, Owner> attempts = new HashMap<>();
  private int reads;

  void place(UUID batch, int index, int attempt, Owner owner) {
    attempts.put(key(batch, index, attempt), owner);
  }

  /** How often an attempt was read. */
  int reads() {
    return reads;
  }

  @Override
  public Optional<Owner> onHost(UUID batchId, int index, int attempt) {
    reads++;
    return Optional.ofNullable(attempts.get(key(batchId, index, attempt)));
  }

  private static String key(UUID batch, int index, int attempt) {
    return batch + ":" + index + "/" + attempt;
  }
}
