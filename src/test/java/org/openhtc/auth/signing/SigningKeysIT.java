package org.openhtc.auth.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.encryption.KeyEncryption;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.SettableClock;
import org.springframework.beans.factory.annotation.Autowired;

/** Two processes of the service that share one table. */
@ServiceTest
class SigningKeysIT {
  @Autowired SigningKeyStore store;
  @Autowired KeyEncryption encryption;

  @Autowired SettableClock serviceClock;

  SteppedClock clock;
  SigningKeys here;
  SigningKeys there;

  @BeforeEach
  void twoReplicas() {
    // Other tests advance the clock of the service: its keys must not be newer than those made
    // here.
    clock = new SteppedClock(serviceClock.instant());
    here = new SigningKeys(store, encryption, clock);
    there = new SigningKeys(store, encryption, clock);
  }

  @Test
  void keyOfAnotherReplicaVerifiesAtOnce() {
    there.all();
    SigningKey made = here.rotate();
    clock.turn(Duration.ofMillis(50));
    assertThat(there.verifying(made.kid())).contains(made);
  }

  @Test
  void everyReplicaSignsWithTheNewestKeyWithinAMinute() {
    SigningKey old = there.signing();
    SigningKey made = here.rotate();
    assertThat(there.signing()).isEqualTo(old);
    clock.turn(Duration.ofMinutes(1));
    assertThat(there.signing()).isEqualTo(made);
  }

  @Test
  void privateKeysAreStoredEncrypted() {
    SigningKey made = here.rotate();
    byte[] secret = Objects.requireNonNull(made.privateKey()).getEncoded();
    SigningKeyRow row = store.findById(made.kid()).orElseThrow();
    assertThat(row.privateKey[0]).isNotEqualTo(secret[0]);
    row.privateKey = secret;
    store.save(row);
    clock.turn(Duration.ofMinutes(1));
    assertThat(here.verifying(made.kid())).contains(made);
    assertThat(store.findById(made.kid()).orElseThrow().privateKey[0]).isNotEqualTo(secret[0]);
  }

  @Test
  void keyThatWasEncryptedWithAnotherSecretOnlyVerifies() {
    SigningKey made = here.rotate();
    SigningKeys other = new SigningKeys(store, new KeyEncryption("another secret"), clock);
    SigningKey own = other.signing();
    assertThat(own.kid()).isNotEqualTo(made.kid());
    assertThat(other.verifying(made.kid()).orElseThrow().publicKey()).isEqualTo(made.publicKey());
    clock.turn(Duration.ofMinutes(1));
    assertThat(here.verifying(own.kid()).orElseThrow().isForSigning()).isFalse();
    assertThat(here.signing()).isEqualTo(made);
    store.deleteById(own.kid());
  }

  @Test
  void unknownKeyVerifiesNothing() {
    assertThat(here.verifying("made up")).isEmpty();
  }

  private static final class SteppedClock extends Clock {
    private Instant now;

    SteppedClock(Instant start) {
      now = start;
    }

    void turn(Duration forward) {
      now = now.plus(forward);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
