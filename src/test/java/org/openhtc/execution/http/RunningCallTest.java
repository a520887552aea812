package org.openhtc.execution.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunningCallTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private final long begin = System.nanoTime();
  private final RunningCall call = new RunningCall(LIMIT, begin, ended -> {});

  @Test
  void connectionIsClosedAtTheDeadline() throws IOException {
    try (SocketChannel channel = SocketChannel.open()) {
      call.uses(channel);
      call.expireIfDue(begin + LIMIT.toNanos() - 1);
      assertThat(channel.isOpen()).isTrue();
      call.expireIfDue(begin + LIMIT.toNanos());
      assertThat(channel.isOpen()).isFalse();
      assertThat(call.isExpired()).isTrue();
    }
  }

  @Test
  void connectionThatIsOpenedTooLateIsClosed() throws IOException {
    call.expireIfDue(begin + LIMIT.toNanos());
    try (SocketChannel channel = SocketChannel.open()) {
      call.uses(channel);
      assertThat(channel.isOpen()).isFalse();
    }
  }

  @Test
  void timeBetweenTheReadsOfABodyDoesNotCount() throws IOException {
    TimedBody body = new TimedBody(new ByteArrayInputStream(new byte[] {1}), call);
    assertThat(body.read()).isEqualTo(1);
    call.expireIfDue(begin + 2 * LIMIT.toNanos());
    assertThat(call.isExpired()).isFalse();
    call.restart();
    call.expireIfDue(System.nanoTime() + LIMIT.toNanos());
    assertThat(call.isExpired()).isTrue();
  }
}
