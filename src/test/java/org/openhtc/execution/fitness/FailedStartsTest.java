package org.openhtc.execution.fitness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailedStartsTest {
  private final FailedStarts starts = new FailedStarts();

  @Test
  void messageThatReturnsIsOfTheJob() {
    assertThat(starts.failed("too many links")).isEmpty();
    assertThat(starts.failed("the engine is busy")).isEmpty();
    assertThat(starts.failed("too many links")).isEmpty();
    assertThat(starts.failed("too many links")).contains("too many links");
  }

  @Test
  void messagesThatDifferAreOfTheJobAfterSomeMore() {
    for (int start = 1; start < FailedStarts.LIMIT_OF_ALL; start++) {
      assertThat(starts.failed("error " + start)).isEmpty();
    }
    assertThat(starts.failed("the last")).contains("the last");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkdir /var/lib/docker/overlay2/x: no space left on device",
        "local could not start: context deadline exceeded",
        "fork/exec /usr/bin/containerd-shim: resource temporarily unavailable",
        "local could not create: the name 'a' is in use by a container that is not visible"
      })
  void shortageOfTheMachineIsNeverOfTheJob(String message) {
    for (int start = 0; start < 100; start++) {
      assertThat(starts.failed(message)).isEmpty();
    }
  }
}
