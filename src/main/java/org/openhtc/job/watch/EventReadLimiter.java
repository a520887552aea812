package org.openhtc.job.watch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.openhtc.api.Caller;
import org.openhtc.stream.EventStream;
import org.springframework.stereotype.Component;

/**
 * Limits the load of streams on the database and on the processors. The streams of a user and of
 * the user's jobs read one page of events at a time, with a rest after each page. A fixed number of
 * users read at the same time; the others wait in order.
 */
@Component
class EventReadLimiter {
  /** Few, compared with the connections for requests. */
  private static final int READS_AT_ONCE = 4;

  private final TaskEvents events;
  private final WatchSettings settings;
  private final Semaphore reads = new Semaphore(READS_AT_ONCE, true);
  private final Map<String, EventReadTurn> turns = new ConcurrentHashMap<>();

  EventReadLimiter(TaskEvents events, WatchSettings settings) {
    this.events = events;
    this.settings = settings;
  }

  /** The events for one stream, to be closed with it. */
  LimitedEvents open(Caller caller, EventStream stream) {
    String user = caller.userId();
    EventReadTurn turn =
        turns.compute(
            user,
            (id, present) -> {
              EventReadTurn joined =
                  present == null ? new EventReadTurn(settings.eventsPerSecond()) : present;
              joined.streams++;
              return joined;
            });
    return new LimitedEvents(events, turn, reads, stream, () -> leave(user));
  }

  private void leave(String user) {
    turns.computeIfPresent(user, (id, turn) -> --turn.streams == 0 ? null : turn);
  }
}
