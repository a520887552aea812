package org.openhtc.execution.fitness;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.openhtc.execution.engine.ContainerEngine;
import org.openhtc.execution.engine.EngineException;
import org.openhtc.host.HostHealth;
import org.openhtc.host.HostReports;
import org.openhtc.lease.DueTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for one host whether it or a job is at fault for a failure. A host is at fault if a test
 * container, which contains nothing of any user, fails on it too; it then gets no jobs for a while
 * (quarantine). No job, batch or message of an engine can put a host in quarantine.
 */
public final class HostFitness {
  /** A container that ends sooner may have been ended by its host. */
  public static final Duration AT_ONCE = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(HostFitness.class);

  /** A single failure may have a temporary cause. */
  private static final int TRIES = 3;

  private final String host;
  private final HostTest test;
  private final HostReports hosts;
  private final Duration quarantine;
  private final Clock clock;
  private final SuccessesAtOnce successes = new SuccessesAtOnce();

  /** Held during a test, so that all failures of that time wait for its result. */
  private final ReentrantLock testing = new ReentrantLock();

  private final Evidence evidence = new Evidence();
  private volatile boolean isSuspected;
  private volatile @Nullable DueTime releaseAt;
  private volatile String reason = "";

  /**
   * @param quarantine how long an unfit host gets no jobs until it is tested again
   */
  public HostFitness(
      String host, HostTest test, HostReports hosts, Duration quarantine, Clock clock) {
    this.host = host;
    this.test = test;
    this.hosts = hosts;
    this.quarantine = quarantine;
    this.clock = clock;
  }

  /** The party that caused a failure. */
  public enum Fault {
    JOB,
    HOST
  }

  /**
   * Called after a failure that a host may have caused: a start that failed, or a container that
   * ended at once. Tests the host unless an earlier test still holds.
   *
   * @throws EngineException.Unreachable if the engine does not respond: to be repeated later
   */
  public Fault of(ContainerEngine engine) {
    Instant failure = clock.instant();
    testing.lock();
    try {
      if (isUnfit()) {
        return Fault.HOST;
      }
      if (evidence.covers(failure)) {
        return Fault.JOB;
      }
      isSuspected = true;
      return test(engine);
    } finally {
      isSuspected = false;
      testing.unlock();
    }
  }

  private Fault test(ContainerEngine engine) {
    return switch (result(engine)) {
      case TestResult.Passed passed -> {
        evidence.passed(clock.instant());
        yield Fault.JOB;
      }
      case TestResult.Failed failed -> {
        unfit(failed.problem());
        yield Fault.HOST;
      }
    };
  }

  private TestResult result(ContainerEngine engine) {
    TestResult result = test.run(engine);
    for (int i = 1; i < TRIES && result instanceof TestResult.Failed; i++) {
      result = test.run(engine);
    }
    return result;
  }

  private void unfit(String problem) {
    reason = "A test container failed on it: " + problem;
    DueTime until = DueTime.after(quarantine, clock.instant());
    evidence.clear();
    log.warn(
        "Host {} gets no jobs until {}, then it is tested again. {}", host, until.at(), reason);
    hosts.quarantine(host, reason);
    releaseAt = until;
  }

  /** A container ended with 0. Tests the host now and then if all containers end at once. */
  public void succeeded(ContainerEngine engine, Duration ranFor) {
    if (successes.needTest(ranFor.compareTo(AT_ONCE) < 0, clock.instant()) && testing.tryLock()) {
      try {
        if (!isUnfit() && result(engine) instanceof TestResult.Failed failed) {
          unfit(failed.problem());
        }
      } catch (EngineException e) {
        log.debug("Host {} could not be tested", host, e);
      } finally {
        testing.unlock();
      }
    }
  }

  /**
   * Why the host is unfit; empty if it is not, as far as is known. While the host is tested because
   * of a failure, waits for the result, so that no further job is wasted meanwhile.
   */
  public Optional<String> awaitUnfitReason() {
    if (isSuspected) {
      testing.lock();
      testing.unlock();
    }
    return isUnfit() ? Optional.of(reason) : Optional.empty();
  }

  private boolean isUnfit() {
    return releaseAt != null;
  }

  /**
   * Whether the host may be quarantined: this process has quarantined it, or found it so.
   *
   * @param found the health of the host, as last read
   */
  public boolean mayBeQuarantined(HostHealth found) {
    return isUnfit() || found == HostHealth.QUARANTINED;
  }

  /**
   * Ends a quarantine when its time is over and a test container runs, including a quarantine that
   * began in an earlier process.
   */
  public void releaseWhenDue(ContainerEngine engine) {
    boolean isQuarantined =
        hosts.find(host).stream().anyMatch(h -> h.health() == HostHealth.QUARANTINED);
    testing.lock();
    try {
      releaseWhenDue(engine, isQuarantined);
    } finally {
      testing.unlock();
    }
  }

  private void releaseWhenDue(ContainerEngine engine, boolean isQuarantined) {
    DueTime due = releaseAt;
    if (!isQuarantined) {
      releaseAt = null; // an administrator has released it
    } else if (due == null) {
      reason = "It is in quarantine";
      releaseAt = DueTime.after(quarantine, clock.instant());
    } else if (due.isReached(clock.instant())) {
      release(engine);
    }
  }

  private void release(ContainerEngine engine) {
    switch (result(engine)) {
      case TestResult.Passed passed -> {
        log.info("Host {} gets jobs again: a test container ran", host);
        evidence.passed(clock.instant());
        releaseAt = null;
        hosts.release(host);
      }
      case TestResult.Failed failed -> unfit(failed.problem());
    }
  }
}
