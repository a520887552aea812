package org.openhtc.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openhtc.testing.HostBuilder.aHost;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.lease.FakeLeases;
import org.openhtc.storage.FakeJobStorage;
import org.slf4j.LoggerFactory;

/** The default address of the API is that of this machine on its own bridge. */
class NetworkPolicyTest {
  private final Logger log = (Logger) LoggerFactory.getLogger(NetworkPolicy.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final NetworkPolicy policy =
      AttemptParts.networkPolicy(
          FakeLeases.installation("01234567-89ab-cdef-0123-456789abcdef"), new FakeJobStorage());

  @BeforeEach
  void collectLines() {
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void stop() {
    log.detachAppender(lines);
  }

  @Test
  void hostOnAnotherMachineIsReportedWhileTheAddressesAreThoseOfThisOne() {
    policy.checkAddresses(aHost("remote").endpoint(URI.create("tcp://10.0.0.5:2376")).build());
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .contains(
            "Host remote is another machine, whose jobs can't reach http://172.17.0.1:8080/api/v1:"
                + " set openhtc.execution.api-url");
  }

  @Test
  void hostOnThisMachineIsNot() {
    policy.checkAddresses(aHost("here").endpoint(URI.create("unix:///a.sock")).build());
    assertThat(lines.list).isEmpty();
  }
}
