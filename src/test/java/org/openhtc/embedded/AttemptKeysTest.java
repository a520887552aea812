package org.openhtc.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openhtc.storage.AttemptGrant;
import org.openhtc.storage.JobRight;

class AttemptKeysTest {
  private static final UUID BATCH = UUID.fromString("9b2f8c1e-0001-4000-8000-0000000000ff");
  private static final Instant EXPIRY = Instant.parse("2026-11-27T12:00:00Z");

  private final AttemptKeys keys = keys("one installation");
  private final AttemptGrant grant = grant(3, 2, EXPIRY);

  @Test
  void keyContainsItsGrant() {
    for (int bits = 0; bits < 8; bits++) {
      EnumSet<JobRight> rights = EnumSet.noneOf(JobRight.class);
      for (JobRight right : JobRight.values()) {
        if ((bits & 1 << right.ordinal()) != 0) {
          rights.add(right);
        }
      }
      AttemptGrant one = new AttemptGrant(BATCH, 999, 7, rights, EXPIRY);
      assertThat(keys.grantOf(keys.keyOf(one))).contains(one);
    }
  }

  /** S3 clients accept access keys of at most 128 characters. */
  @Test
  void keyHasTheFormOfAnAccessKey() {
    assertThat(keys.keyOf(grant)).matches("[A-Z0-9]{16,128}");
    assertThat(IssuedKeys.hasIssuedForm(keys.keyOf(grant))).isTrue();
  }

  @Test
  void keyOfAnotherInstallationIsNone() {
    assertThat(keys("another installation").grantOf(keys.keyOf(grant))).isEmpty();
  }

  /** Neither the batch, the index, the attempt, the expiry nor the rights can be changed. */
  @Test
  void keyWithAnyChangedCharacterIsNone() {
    String key = keys.keyOf(grant);
    for (int i = 0; i < key.length(); i++) {
      char other = key.charAt(i) == '0' ? '1' : '0';
      String changed = key.substring(0, i) + other + key.substring(i + 1);
      assertThat(keys.grantOf(changed)).as(changed).isEmpty();
    }
    assertThat(keys.grantOf(key + "0")).isEmpty();
    assertThat(keys.grantOf("HTCJ")).isEmpty();
  }

  /** The code of one grant is no help to forge a key of another one. */
  @Test
  void grantsHaveDifferentKeys() {
    assertThat(keys.keyOf(grant))
        .isEqualTo(keys.keyOf(grant(3, 2, EXPIRY)))
        .isNotEqualTo(keys.keyOf(grant(3, 3, EXPIRY)))
        .isNotEqualTo(keys.keyOf(grant(4, 2, EXPIRY)))
        .isNotEqualTo(keys.keyOf(grant(3, 2, EXPIRY.plusSeconds(1))));
  }

  private static AttemptGrant grant(int index, int attempt, Instant expiry) {
    return new AttemptGrant(BATCH, index, attempt, EnumSet.of(JobRight.WRITE_TASK), expiry);
  }

  private static AttemptKeys keys(String secret) {
    return new AttemptKeys(new KeyDerivation(new RootKey("OPENHTC", secret)));
  }
}
