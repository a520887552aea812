package org.openhtc.chaos;

import java.time.Duration;
import org.openhtc.simulation.fault.Fault;
import org.openhtc.simulation.fault.Operation;

/** One thing that happens in a run. Numbers of replicas and engines begin at 0. */
sealed interface Step {
  /** The exit code of programs that fail. */
  int FAILURE = 3;

  /** A batch is submitted, and repeated with its key until a response arrives. */
  record Submit(int jobs, Work work) implements Step {}

  /** A job of the first batch is cancelled. */
  record Cancel(int index) implements Step {}

  /** All jobs of a batch that have not ended are cancelled by one request. */
  record CancelBatch(int batch) implements Step {}

  /** The ended jobs of a batch with that status are retried by one request. */
  record Retry(int batch, String status) implements Step {}

  /** A replica is killed by SIGKILL and started again. */
  record KillReplica(int replica) implements Step {}

  /** A replica is stopped in an orderly way and started again. */
  record StopReplica(int replica) implements Step {}

  /** All threads of a replica are stopped for a time, which may be longer than a lease. */
  record PauseReplica(int replica, Duration time) implements Step {}

  /** The database responds to nothing for a time. */
  record PauseDatabase(Duration time) implements Step {}

  /** The database is killed by SIGKILL and started again. */
  record KillDatabase() implements Step {}

  /** The connections of a replica to the database are closed. */
  record CutConnections(int replica) implements Step {}

  /** The connections of a replica to the database transfer nothing for a time. */
  record StallConnections(int replica, Duration time) implements Step {}

  /** Every transfer between a replica and the database takes longer for a time. */
  record SlowConnections(int replica, Duration byTransfer, Duration time) implements Step {}

  /** The clock of a replica's machine jumps; a negative duration sets it back. */
  record SetClock(int replica, Duration ahead) implements Step {}

  /**
   * The next responses of the database to a replica are lost, and their connections closed: what
   * was requested, such as a commit, has taken place.
   */
  record LoseDatabaseResponses(int replica, int responses) implements Step {}

  /** The next responses of the object store are lost, although the requests have taken effect. */
  record LoseStoreResponses(int responses) implements Step {}

  /** The disk of the object store has no space for a time. */
  record FillStore(Duration time) implements Step {}

  /** The object store transfers nothing for a time. */
  record StallStore(Duration time) implements Step {}

  /** The object store is started again; requests in flight fail. */
  record RestartStore() implements Step {}

  /** A step that only the hosts of the run can perform. */
  sealed interface OfHosts extends Step {}

  /** A step whose subject is one engine. */
  sealed interface OfEngine extends OfHosts {}

  /** The next calls of an engine have a fault, such as a lost response. */
  record FaultyCalls(int engine, Operation operation, Fault fault, int calls) implements OfEngine {}

  /** The event streams of an engine are closed. */
  record CutEvents(int engine) implements OfEngine {}

  /** An engine sends no events for a time, although its streams stay open. */
  record LoseEvents(int engine, Duration time) implements OfEngine {}

  /** An engine is unreachable for a time, while its containers continue. */
  record RestartEngine(int engine, Duration time) implements OfEngine {}

  /** An engine responds to nothing for a time, although it accepts connections. */
  record FreezeEngine(int engine, Duration time) implements OfEngine {}

  /** The clock of an engine is ahead. */
  record SkewClock(int engine, Duration ahead) implements OfEngine {}

  /** A step whose subject is the registry from which engines pull images. */
  sealed interface OfRegistry extends OfHosts {}

  /** The registry is killed by SIGKILL and started again after a time. */
  record KillRegistry(Duration time) implements OfRegistry {}

  /** The registry transfers nothing for a time. */
  record StallRegistry(Duration time) implements OfRegistry {}

  /** What the jobs of a batch do. */
  enum Work {
    SHORT,
    LONG,
    FAILING,
    /** Has a log that is too large for the database. */
    LARGE;

    /** With which the programs of these jobs end. */
    int exitCode() {
      return this == FAILING ? FAILURE : 0;
    }
  }
}
