package org.openhtc.embedded;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.UUID;
import org.openhtc.storage.AttemptGrant;
import org.openhtc.storage.JobRight;
import org.openhtc.storage.StorageCredentials;

/** Credentials of the embedded store for tests. */
final class TestCredentials {
  private TestCredentials() {}

  /** Those of the first attempt of a batch's first job, for an hour. */
  static StorageCredentials ofAttempt(EmbeddedObjectStore store, UUID batch) {
    Instant expiry = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
    EnumSet<JobRight> rights = EnumSet.of(JobRight.WRITE_TASK);
    return store.credentials().derive(new AttemptGrant(batch, 0, 1, rights, expiry)).orElseThrow();
  }
}
