package org.openhtc.job.watch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.openhtc.api.Caller;
import org.openhtc.job.watch.LimitedEvents.Pace;
import org.openhtc.stream.EventStream;
import org.springframework.stereotype.Component;

/**
 * Limits the load of streams on the database and on the processors. The streams of a user and of
 * the user's jobs read one page of events at a time, with a rest after each page. A fixed number of
 * users read at the same time; the others wait in order. Streams that begin in the past have a
 * slower pace of their own until they have caught up: they delay no stream that has.
 */
@Component
class EventReadLimiter {
  /** Few, compared with the connections for requests. */
  private static final int READS_AT_ONCE = 4;

  private static final int HISTORY_READS_AT_ONCE = 1;

  /** A user's streams take at most a quarter of the time of one connection and one processor. */
  private static final int REST_PER_READ = 3;

  /** The past can wait: a tenth of the time is enough. */
  private static final int REST_PER_HISTORY_READ = 9;

  private final TaskEvents events;
  private final WatchSettings settings;
  private final Semaphore reads = new Semaphore(READS_AT_ONCE, true);
  private final Semaphore historyReads = new Semaphore(HISTORY_READS_AT_ONCE, true);
  private final Map<String, User> users = new ConcurrentHashMap<>();

  /** A user with open streams. */
  private static final class User {
    private final EventReadTurn present;
    private final EventReadTurn history;
    private int streams;

    User(WatchSettings settings) {
      present = new EventReadTurn(settings.eventsPerSecond(), REST_PER_READ);
      history = new EventReadTurn(settings.historyPerSecond(), REST_PER_HISTORY_READ);
    }
  }

  EventReadLimiter(TaskEvents events, WatchSettings settings) {
    this.events = events;
    this.settings = settings;
  }

  /** The events for one stream, to be closed with it. */
  LimitedEvents open(Caller caller, EventStream stream) {
    String id = caller.userId();
    User user =
        users.compute(
            id,
            (i, present) -> {
              User joined = present == null ? new User(settings) : present;
              joined.streams++;
              return joined;
            });
    return new LimitedEvents(
        events,
        new Pace(user.history, historyReads),
        new Pace(user.present, reads),
        stream,
        () -> leave(id));
  }

  private void leave(String id) {
    users.computeIfPresent(id, (i, user) -> --user.streams == 0 ? null : user);
  }
}
