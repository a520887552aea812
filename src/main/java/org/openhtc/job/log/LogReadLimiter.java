package org.openhtc.job.log;

import java.time.Duration;
import org.openhtc.api.ApiException;
import org.openhtc.api.Caller;
import org.openhtc.memory.MemoryBudget;
import org.springframework.stereotype.Component;

/**
 * Reads logs for clients. Each read takes a part of the memory budget, and each user reads one log
 * of a host at a time.
 */
@Component
class LogReadLimiter {
  /** For the lines, the heap's overhead of them, and the response, per character of a selection. */
  private static final int BYTES_PER_CHARACTER = 4;

  private final JobLogSource source;
  private final MemoryBudget budget;
  private final ReaderTurns turns = new ReaderTurns();

  LogReadLimiter(JobLogSource source, MemoryBudget budget) {
    this.source = source;
    this.budget = budget;
  }

  /**
   * Reads the present lines of a log.
   *
   * @throws ApiException 503 if too many logs are being read, or there may be lines that can't be
   *     read now
   */
  void read(Caller caller, JobLogSource.Request request, LogSelection lines) {
    ReaderTurns.Key turn = new ReaderTurns.Key(caller.userId(), request.host());
    if (!turns.take(turn, budget.longestWait())) {
      throw tooManyReads();
    }
    long bytes = (long) lines.maxSize() * BYTES_PER_CHARACTER;
    try (LogGate gate = new LogGate(lines, () -> budget.take(caller, bytes))) {
      readThrough(gate, request, lines);
    } finally {
      turns.release(turn);
    }
  }

  private static ApiException tooManyReads() {
    return ApiException.unavailable(
        "You are reading too many logs of the same host; try again later.", Duration.ofSeconds(2));
  }

  private void readThrough(LogGate gate, JobLogSource.Request request, LogSelection lines) {
    try {
      source.read(request, lines.since(), gate);
    } catch (RuntimeException e) {
      gate.throwRefusal();
      throw e;
    }
  }
}
