package org.openhtc.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.openhtc.storage.AttemptGrant;
import org.openhtc.storage.FolderGrant;
import org.openhtc.storage.Grant;
import org.openhtc.storage.GrantLookup;

/** Grants of attempts without a database; the test decides which attempts are on a host. */
final class FakeGrants implements GrantLookup {
  private final Map<UUID, Integer> attempts = new HashMap<>();
  private final Map<UUID, List<FolderGrant>> foldersOfBatch = new HashMap<>();
  private final List<FolderGrant> folders;
  private int reads;

  FakeGrants(FolderGrant... folders) {
    this.folders = List.of(folders);
  }

  /** The job of that batch is on a host with this attempt, and with no other. */
  void place(UUID batch, int attempt) {
    attempts.put(batch, attempt);
  }

  /** As the other method, with other folders, and so with another owner. */
  void place(UUID batch, int attempt, FolderGrant... own) {
    place(batch, attempt);
    foldersOfBatch.put(batch, List.of(own));
  }

  void end(UUID batch) {
    attempts.remove(batch);
  }

  /** How often a grant was read. */
  int reads() {
    return reads;
  }

  @Override
  public Optional<Grant> find(String accessKey) {
    reads++;
    return Optional.empty();
  }

  @Override
  public Optional<Grant> find(AttemptGrant attempt) {
    reads++;
    return Optional.ofNullable(attempts.get(attempt.batchId()))
        .filter(current -> current == attempt.attempt())
        .map(current ->
            new Grant(
                foldersOfBatch.getOrDefault(attempt.batchId(), folders),
                null,
                null,
                attempt.expiresAt()));
  }
}
