package org.openhtc.notification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.openhtc.host.HostAvailabilityChanged;
import org.openhtc.host.HostsChanged;
import org.openhtc.job.HostWorkChanged;
import org.openhtc.job.QueueChanged;
import org.openhtc.lease.LoopingComponent;
import org.openhtc.lease.WakeableLoop;
import org.openhtc.sql.SqlArrays;
import org.openhtc.workspace.LimitsChanged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Collects the events of this process and sends them to the others, after the transactions that
 * caused them: the first one at once, and further ones together, every 50 milliseconds. A
 * notification that is lost delays work until the next poll.
 */
final class NotificationSender extends LoopingComponent {
  private static final Logger log = LoggerFactory.getLogger(NotificationSender.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** Nothing is lost if a crash of the database undoes this transaction. */
  private static final String SEND =
      """
      select set_config('synchronous_commit', 'off', true), pg_notify(:channel, payload)
      from unnest(:payloads) as payload
      """;

  private final JdbcClient jdbc;
  private final String process;
  private final NotificationReceiver receiver;
  private final Map<Topic, Set<String>> pending = new EnumMap<>(Topic.class);

  /**
   * @param process its unique id
   * @param receiver publishes the events of other processes in this one; they are not sent again
   */
  NotificationSender(JdbcClient jdbc, String process, NotificationReceiver receiver) {
    super(new WakeableLoop("notify", SHORTEST_PAUSE, LONGEST_PAUSE));
    this.jdbc = jdbc;
    this.process = process;
    this.receiver = receiver;
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(QueueChanged changed) {
    add(Topic.QUEUE, changed.freedHosts());
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(HostWorkChanged changed) {
    add(Topic.HOST_WORK, changed.hosts());
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(HostsChanged changed) {
    add(Topic.HOSTS, Set.of());
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(HostAvailabilityChanged changed) {
    add(Topic.HOST_AVAILABILITY, Set.of());
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(LimitsChanged changed) {
    add(Topic.LIMITS, Set.of());
  }

  private void add(Topic topic, Set<String> hosts) {
    if (receiver.isPublishing()) {
      return;
    }
    synchronized (pending) {
      pending.computeIfAbsent(topic, first -> new TreeSet<>()).addAll(hosts);
    }
    wake();
  }

  /** Sends what has been collected, in one statement. */
  @Override
  protected void pass() {
    String[] payloads = SqlArrays.texts(take(), Notification::payload);
    if (payloads.length == 0) {
      return;
    }
    try {
      jdbc.sql(SEND)
          .param("channel", Notification.CHANNEL)
          .param("payloads", payloads)
          .query()
          .listOfRows();
    } catch (DataAccessException e) {
      log.debug("Other processes were not notified, and find the changes by polling", e);
    }
  }

  private List<Notification> take() {
    List<Notification> notifications = new ArrayList<>();
    synchronized (pending) {
      pending.forEach((topic, hosts) -> split(topic, List.copyOf(hosts), notifications));
      pending.clear();
    }
    return notifications;
  }

  private void split(Topic topic, List<String> hosts, List<Notification> into) {
    int from = 0;
    do {
      int to = Math.min(from + Notification.MOST_HOSTS, hosts.size());
      into.add(new Notification(process, topic, Set.copyOf(hosts.subList(from, to))));
      from = to;
    } while (from < hosts.size());
  }
}
