package org.openhtc.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The behaviour of all implementations of leases; each has a subclass. */
abstract class LeasesContract {
  private final String scope = "contract-" + UUID.randomUUID();
  private Leases first;
  private Leases second;

  /** The same leases, as one more process uses them. */
  protected abstract Leases ofNewProcess();

  protected abstract void expire(String scope);

  /** Ends the process in an orderly way. */
  protected abstract void end(Leases process);

  @BeforeEach
  void twoProcesses() {
    first = ofNewProcess();
    second = ofNewProcess();
  }

  @Test
  void freeLeaseIsTaken() {
    Lease lease = hold(first);
    assertThat(lease.scope()).isEqualTo(scope);
    assertThat(first.isHeld(lease)).isTrue();
  }

  @Test
  void holderRenewsItsLeaseUnchanged() {
    Lease lease = hold(first);
    assertThat(hold(first)).isEqualTo(lease);
    assertThat(first.isHeld(lease)).isTrue();
  }

  @Test
  void anotherProcessDoesNotGetALeaseThatIsHeld() {
    Lease lease = hold(first);
    assertThat(second.hold(scope)).isEmpty();
    assertThat(first.isHeld(lease)).isTrue();
  }

  @Test
  void leaseIsHeldWhicheverProcessChecksIt() {
    assertThat(second.isHeld(hold(first))).isTrue();
  }

  @Test
  void leaseThatWasNeverTakenIsNotHeld() {
    assertThat(first.isHeld(new Lease(scope, "holder", 1))).isFalse();
  }

  @Test
  void expiredLeaseIsNotHeld() {
    Lease lease = hold(first);
    expire(scope);
    assertThat(first.isHeld(lease)).isFalse();
  }

  @Test
  void holderRenewsAnExpiredLeaseThatNoOtherProcessTook() {
    Lease lease = hold(first);
    expire(scope);
    assertThat(hold(first)).isEqualTo(lease);
    assertThat(first.isHeld(lease)).isTrue();
  }

  @Test
  void anotherProcessTakesAnExpiredLeaseWithAHigherEpoch() {
    Lease before = hold(first);
    expire(scope);
    Lease after = hold(second);
    assertThat(after.epoch()).isGreaterThan(before.epoch());
    assertThat(second.isHeld(after)).isTrue();
    assertThat(first.isHeld(before)).isFalse();
    assertThat(first.hold(scope)).isEmpty();
  }

  @Test
  void earlierLeaseOfTheSameHolderIsNotHeldAgain() {
    Lease before = hold(first);
    expire(scope);
    Lease between = hold(second);
    expire(scope);
    assertThat(hold(first).epoch()).isGreaterThan(between.epoch());
    assertThat(first.isHeld(before)).isFalse();
  }

  @Test
  void processThatEndsReleasesItsLease() {
    Lease lease = hold(first);
    end(first);
    assertThat(first.isHeld(lease)).isFalse();
    assertThat(second.hold(scope)).isPresent();
  }

  @Test
  void releasedLeaseIsTakenByAnotherProcess() {
    Lease lease = hold(first);
    first.release(lease);
    assertThat(first.isCurrent(lease)).isFalse();
    assertThat(first.isHeld(lease)).isFalse();
    assertThat(hold(second).epoch()).isGreaterThan(lease.epoch());
    assertThat(first.hold(scope)).isEmpty();
  }

  @Test
  void declinedLeaseIsTakenByAnotherProcess() {
    Lease lease = hold(first);
    first.decline(lease);
    assertThat(first.isCurrent(lease)).isFalse();
    assertThat(first.isHeld(lease)).isFalse();
    assertThat(hold(second).epoch()).isGreaterThan(lease.epoch());
  }

  @Test
  void releasedLeaseMayBeTakenAgain() {
    Lease lease = hold(first);
    first.release(lease);
    assertThat(first.isHeld(hold(first))).isTrue();
    assertThat(second.hold(scope)).isEmpty();
  }

  @Test
  void leaseOfAnotherProcessIsNotReleased() {
    Lease lease = hold(first);
    first.release(new Lease(scope, "another", lease.epoch()));
    first.release(new Lease(scope, lease.holder(), lease.epoch() + 1));
    assertThat(first.isHeld(lease)).isTrue();
  }

  @Test
  void processThatEndsReleasesNoLeaseOfAnother() {
    Lease lease = hold(second);
    end(first);
    assertThat(second.isHeld(lease)).isTrue();
  }

  @Test
  void epochGrowsAcrossARelease() {
    Lease before = hold(first);
    end(first);
    Lease between = hold(second);
    end(second);
    Lease after = hold(ofNewProcess());
    assertThat(between.epoch()).isGreaterThan(before.epoch());
    assertThat(after.epoch()).isGreaterThan(between.epoch());
  }

  @Test
  void leaseIsCurrentOnlyInTheProcessThatHoldsIt() {
    Lease lease = hold(first);
    assertThat(first.isCurrent(lease)).isTrue();
    assertThat(second.isCurrent(lease)).isFalse();
  }

  @Test
  void expiredLeaseIsNotCurrentUntilItIsHeldAgain() {
    Lease lease = hold(first);
    expire(scope);
    assertThat(first.isCurrent(lease)).isFalse();
    hold(first);
    assertThat(first.isCurrent(lease)).isTrue();
  }

  @Test
  void leaseThatAnotherProcessTookIsNotCurrent() {
    Lease lease = hold(first);
    expire(scope);
    hold(second);
    first.hold(scope);
    assertThat(first.isCurrent(lease)).isFalse();
  }

  @Test
  void releasedLeaseIsNotCurrent() {
    Lease lease = hold(first);
    end(first);
    assertThat(first.isCurrent(lease)).isFalse();
  }

  @Test
  void leasesOfTwoScopesAreIndependent() {
    hold(first);
    assertThat(second.hold(scope + "-2")).isPresent();
    end(second);
  }

  private Lease hold(Leases process) {
    return process.hold(scope).orElseThrow();
  }
}
