package org.openhtc.execution.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openhtc.execution.attempt.AttemptParts;
import org.openhtc.execution.attempt.NetworkPolicy;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.execution.engine.FakeContainerEngine;
import org.openhtc.execution.engine.Isolation;
import org.openhtc.storage.FakeJobStorage;

class HostIsolationTest {
  private static final int HOSTS = 200;
  private static final Instant CONNECTED = Instant.parse("2026-01-01T00:00:00Z");

  private final FakeContainerEngine engine = new FakeContainerEngine(Clock.systemUTC());
  private final AtomicInteger renewals = new AtomicInteger();

  /** Started and not run. */
  private final Deque<Runnable> tests = new ArrayDeque<>();

  /** Otherwise thousands of containers would run on hosts that were connected at one time. */
  @Test
  void renewalsOfHostsThatWereConnectedTogetherAreSpread() {
    NetworkPolicy policy =
        AttemptParts.networkPolicy(AgentScenario.INSTALLATION, new FakeJobStorage());
    List<HostIsolation> hosts =
        IntStream.range(0, HOSTS)
            .mapToObj(i -> new HostIsolation("host-" + i, policy, this::count, () -> {}))
            .toList();
    hosts.forEach(host -> host.establish(engine, "e", CONNECTED));
    assertThat(renewedUntil(hosts, Duration.ofSeconds(149))).isZero();
    assertThat(renewedUntil(hosts, Duration.ofSeconds(225))).isBetween(50, 150);
    assertThat(renewedUntil(hosts, Duration.ofSeconds(300))).isEqualTo(HOSTS);
  }

  @Test
  void connectionDoesNotWaitForALongTest() {
    HostIsolation isolation = isolationWithLongTests();
    assertThat(level(isolation, "e1")).isEqualTo(Isolation.Level.NONE);
    isolation.current(engine, CONNECTED);
    tests.remove().run();
    assertThat(isolation.current(engine, CONNECTED).level()).isEqualTo(Isolation.Level.FIREWALL);
    assertThat(level(isolation, "e1")).isEqualTo(Isolation.Level.FIREWALL);
    isolation.current(engine, CONNECTED);
    assertThat(tests).hasSize(1);
    assertThat(level(isolation, "e2")).isEqualTo(Isolation.Level.NONE);
  }

  @Test
  void firstTestIsRepeatedSoonAfterAFailure() {
    HostIsolation isolation = isolationWithLongTests();
    level(isolation, "e1");
    isolation.current(engine, CONNECTED);
    engine.failing(new EngineException.Unreachable("no response", null));
    tests.remove().run();
    engine.failing(null);
    isolation.current(engine, CONNECTED);
    tests.remove().run();
    assertThat(isolation.current(engine, CONNECTED).level()).isEqualTo(Isolation.Level.FIREWALL);
  }

  private HostIsolation isolationWithLongTests() {
    engine.isolatingLater();
    NetworkPolicy policy =
        AttemptParts.networkPolicy(AgentScenario.INSTALLATION, new FakeJobStorage());
    return new HostIsolation("h1", policy, (name, test) -> tests.add(test), () -> {});
  }

  private Isolation.Level level(HostIsolation isolation, String engineId) {
    return isolation.establish(engine, engineId, CONNECTED).level();
  }

  private void count(String name, Runnable renewal) {
    renewals.incrementAndGet();
  }

  private int renewedUntil(List<HostIsolation> hosts, Duration sinceTheConnection) {
    hosts.forEach(host -> host.current(engine, CONNECTED.plus(sinceTheConnection)));
    return renewals.get();
  }
}
