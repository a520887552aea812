package org.openhtc.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openhtc.host.HostAvailabilityChanged;
import org.openhtc.host.HostsChanged;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.QueueChanged;
import org.openhtc.testing.ServiceTest;
import org.openhtc.testing.TestDatabase;
import org.openhtc.testing.Timeouts;
import org.openhtc.workspace.LimitsChanged;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two processes on one database, which no service uses. The tests send; the receivers run. */
@ServiceTest
class NotificationsIT {
  private static final List<Object> AFTER_A_CONNECTION =
      List.of(new QueueChanged(), new HostsChanged(), new LimitsChanged());

  @Autowired DataSource service;
  private DataSource connections;
  private JdbcClient jdbc;
  private TestProcess first;
  private TestProcess second;

  @BeforeEach
  void connect() {
    connections = TestDatabase.create(service, "notifications");
    jdbc = JdbcClient.create(connections);
    first = new TestProcess();
    second = new TestProcess();
    awaitConnected(first);
    awaitConnected(second);
  }

  @AfterEach
  void disconnect() {
    first.receiver.stop();
    second.receiver.stop();
  }

  @Test
  void eventsOfAnotherProcessArePublished() {
    first.sender.on(new QueueChanged(Set.of("free")));
    first.sender.on(new HostWorkChanged(Set.of("a", "b")));
    first.sender.on(new HostsChanged());
    first.sender.on(new HostAvailabilityChanged());
    first.sender.on(new LimitsChanged());
    first.sender.pass();
    awaitEvents(
        second,
        Set.of(
            new QueueChanged(Set.of("free")),
            new HostWorkChanged(Set.of("a", "b")),
            new HostsChanged(),
            new HostAvailabilityChanged(),
            new LimitsChanged()));
  }

  @Test
  void ownEventsAreNotPublishedAgain() {
    first.sender.on(new HostWorkChanged(Set.of("own")));
    first.sender.pass();
    second.sender.on(new HostWorkChanged(Set.of("other")));
    second.sender.pass();
    awaitEvents(first, Set.of(new HostWorkChanged(Set.of("other"))));
  }

  @Test
  void manyEventsAreOneNotification() {
    for (int i = 0; i < 1000; i++) {
      first.sender.on(new HostWorkChanged(Set.of("host-" + i % 50)));
      first.sender.on(new QueueChanged());
    }
    first.sender.pass();
    awaitEvents(
        second,
        Set.of(
            new QueueChanged(),
            new HostWorkChanged(
                IntStream.range(0, 50)
                    .mapToObj("host-%d"::formatted)
                    .collect(Collectors.toSet()))));
    assertThat(second.events).hasSize(2);
  }

  @Test
  void namesThatDoNotFitOnePayloadAreSplit() {
    Set<String> hosts =
        IntStream.range(0, 1000).mapToObj("host-%060d"::formatted).collect(Collectors.toSet());
    first.sender.on(new HostWorkChanged(hosts));
    first.sender.pass();
    await().atMost(Timeouts.STEP).until(() -> second.events.size() == 10);
    assertThat(
            second.events.stream()
                .flatMap(event -> ((HostWorkChanged) event).hosts().stream())
                .collect(Collectors.toSet()))
        .isEqualTo(hosts);
  }

  @Test
  void receivedEventIsNotSentAgain() {
    second.forwards = true;
    first.sender.on(new LimitsChanged());
    first.sender.pass();
    awaitEvents(second, Set.of(new LimitsChanged()));
    second.sender.pass();
    second.sender.on(new HostsChanged());
    second.sender.pass();
    awaitEvents(first, Set.of(new HostsChanged()));
  }

  /** Only the receivers have open connections, which they may just have checked. */
  @Test
  void receiverConnectsAgainAndMissesNothing() {
    jdbc.sql(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
            where backend_type = 'client backend' and datname = current_database()
              and pid <> pg_backend_pid()
            """)
        .query()
        .listOfRows();
    awaitConnected(first);
    awaitConnected(second);
    first.sender.on(new LimitsChanged());
    first.sender.pass();
    awaitEvents(second, Set.of(new LimitsChanged()));
  }

  private static void awaitConnected(TestProcess process) {
    awaitEvents(process, Set.copyOf(AFTER_A_CONNECTION));
    process.events.clear();
  }

  private static void awaitEvents(TestProcess process, Set<Object> events) {
    await().atMost(Timeouts.STEP).until(() -> Set.copyOf(process.events).equals(events));
  }

  private final class TestProcess {
    private final String id = UUID.randomUUID().toString();
    private final List<Object> events = new CopyOnWriteArrayList<>();
    private final NotificationReceiver receiver =
        new NotificationReceiver(connections, id, this::publish);
    private final NotificationSender sender = new NotificationSender(jdbc, id, receiver);
    private volatile boolean forwards;

    TestProcess() {
      receiver.start();
    }

    private void publish(Object event) {
      if (forwards && event instanceof LimitsChanged changed) {
        sender.on(changed);
      }
      events.add(event);
    }
  }
}
