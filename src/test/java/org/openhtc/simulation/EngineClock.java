package org.openhtc.simulation;

import java.time.Clock;
import java.time.Instant;
import org.openhtc.simulation.fault.Faults;

/** The clock of one engine, which a fault may set ahead. */
record EngineClock(Faults faults) {
  private static final Clock MACHINE = Clock.systemUTC();

  Instant now() {
    return MACHINE.instant().plus(faults.clockSkew());
  }

  static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
