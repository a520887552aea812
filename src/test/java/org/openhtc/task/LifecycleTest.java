package org.openhtc.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifecycleTest {

  @ParameterizedTest
  @CsvSource({
    "ACTIVE, ACTIVE, false",
    "ACTIVE, ARCHIVED, true",
    "ACTIVE, DELETED, true",
    "ARCHIVED, ACTIVE, true",
    "ARCHIVED, ARCHIVED, false",
    "ARCHIVED, DELETED, true",
    "DELETED, ACTIVE, false",
    "DELETED, ARCHIVED, false",
    "DELETED, DELETED, false"
  })
  void stagesFollowEachOther(LifecycleStatus from, LifecycleStatus to, boolean allowed) {
    assertThat(Lifecycle.allows(from, to)).isEqualTo(allowed);
  }

  @Test
  void onlyActivationMayHappenBesideLiveJobs() {
    assertThat(Lifecycle.requiresEndedJobs(LifecycleStatus.ACTIVE)).isFalse();
    assertThat(Lifecycle.requiresEndedJobs(LifecycleStatus.ARCHIVED)).isTrue();
    assertThat(Lifecycle.requiresEndedJobs(LifecycleStatus.DELETED)).isTrue();
  }
}
