package org.openhtc.notification;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.openhtc.lease.WakeableLoop;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes the events of the other processes in this one. It listens on a connection of its own.
 * When the connection was lost, it connects again and publishes events that have the effects of any
 * that may have been missed.
 */
final class NotificationReceiver implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(NotificationReceiver.class);

  /** How long the server may take to respond to a statement. */
  private static final Duration RESPONSE = Duration.ofSeconds(10);

  /** After this time without a notification the connection is checked. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final DataSource connections;
  private final String process;
  private final ApplicationEventPublisher events;
  private final WakeableLoop loop = new WakeableLoop("notifications", ReconnectPause.LONGEST);
  private final ReconnectPause pause = new ReconnectPause();
  private final ThreadLocal<Boolean> isPublishing = ThreadLocal.withInitial(() -> false);
  private volatile @Nullable Connection connection;

  /**
   * @param connections not of a pool
   * @param process its unique id: its own notifications are ignored
   */
  NotificationReceiver(DataSource connections, String process, ApplicationEventPublisher events) {
    this.connections = connections;
    this.process = process;
    this.events = events;
  }

  /** Whether the calling thread publishes an event of another process. */
  boolean isPublishing() {
    return isPublishing.get();
  }

  private void pass() {
    try {
      receive(connection());
      pause.connected();
      loop.wake();
    } catch (SQLException e) {
      if (isRunning()) {
        log.info("No notifications of other processes; connecting again: {}", e.toString());
      }
      disconnect();
      passAfter(pause.afterFailure());
    }
  }

  private void passAfter(Duration time) {
    CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS).execute(loop::wake);
  }

  private Connection connection() throws SQLException {
    Connection present = connection;
    if (present != null) {
      return present;
    }
    Connection opened = connections.getConnection();
    connection = opened;
    opened.setNetworkTimeout(Runnable::run, (int) RESPONSE.toMillis());
    execute(opened, "listen " + Notification.CHANNEL);
    for (Topic topic : Set.of(Topic.QUEUE, Topic.HOSTS, Topic.LIMITS)) {
      publish(topic.event(Set.of()));
    }
    return opened;
  }

  private void receive(Connection from) throws SQLException {
    PGNotification[] received =
        from.unwrap(PGConnection.class).getNotifications((int) SILENCE.toMillis());
    if (received.length == 0) {
      execute(from, "select 1");
    }
    for (PGNotification each : received) {
      Notification.parse(each.getParameter())
          .filter(notification -> !notification.sender().equals(process))
          .ifPresent(notification -> publish(notification.topic().event(notification.hosts())));
    }
  }

  private static void execute(Connection on, String sql) throws SQLException {
    try (Statement statement = on.createStatement()) {
      statement.execute(sql);
    }
  }

  private void publish(Object event) {
    isPublishing.set(true);
    try {
      events.publishEvent(event);
    } finally {
      isPublishing.remove();
    }
  }

  private void disconnect() {
    Connection present = connection;
    connection = null;
    if (present != null) {
      try {
        present.close();
      } catch (SQLException e) {
        log.debug("Closing the connection for notifications failed", e);
      }
    }
  }

  @Override
  public void start() {
    loop.start(this::pass);
  }

  /** Closes the connection, on which the running pass waits. */
  @Override
  public void stop() {
    loop.end();
    abort();
    loop.stop();
    disconnect();
  }

  private void abort() {
    Connection present = connection;
    if (present != null) {
      try {
        present.abort(Runnable::run);
      } catch (SQLException e) {
        log.debug("Ending the connection for notifications failed", e);
      }
    }
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }
}
