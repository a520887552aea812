package org.openhtc.execution.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.BadRequestException;
import org.junit.jupiter.api.Test;

class ErrorMessagesTest {
  @Test
  void prefixesAreRemoved() {
    assertThat(
            ErrorMessages.of(
                new BadRequestException(
                    """
                    {"message":"failed to create shim task: OCI runtime create failed: runc create \
                    failed: unable to start container process: exec: \\"/no/such\\": stat /no/such: \
                    no such file or directory: unknown"}
                    """)))
        .isEqualTo("exec: \"/no/such\": stat /no/such: no such file or directory");
  }

  @Test
  void otherMessagesAreUnchanged() {
    assertThat(ErrorMessages.of(new BadRequestException("Client sent an HTTP request\n")))
        .isEqualTo("Client sent an HTTP request");
    assertThat(ErrorMessages.of(new BadRequestException(""))).isEmpty();
  }

  /** A report with such a message could never be stored, so the job would never end. */
  @Test
  void messageCanAlwaysBeStored() {
    assertThat(ErrorMessages.clean("exec: \u0000\u001b[1m failed")).isEqualTo("exec: [1m failed");
    String cut = ErrorMessages.clean("x".repeat(499) + "\ud83d\ude00");
    assertThat(cut).isEqualTo("x".repeat(499));
  }

  @Test
  void idsAreLeftOut() {
    assertThat(ErrorMessages.clean("container " + "0123456789abcdef".repeat(4) + " is busy"))
        .isEqualTo("container is busy");
  }
}
