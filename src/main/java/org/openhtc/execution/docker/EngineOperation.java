package org.openhtc.execution.docker;

import java.time.Duration;
import java.util.Locale;

/** An operation of the engine, with a time limit that suffices for an engine under load. */
enum EngineOperation {
  CONNECT(5),
  FACTS(15),
  IMAGE(15),
  LIST(15),
  INSPECT(15),
  WATCH(15),
  UPLOAD(60),
  /** Walks the writable layer: half a second for 100,000 files, far more on a busy disk. */
  MEASURE(60),
  /** Enough for any image over a slow network; a stalled pull is given up sooner. */
  PULL(21_600),
  CREATE(60),
  START(120),
  /** In addition to the grace time of the caller. */
  STOP(60),
  LOG(120),
  PROBE(60),
  NETWORK(60),
  SLOT(60),
  /** Its container waits up to 10 s each time another process holds iptables' lock. */
  FIREWALL(120),
  /** Blocks until every file of the layer is deleted: 100,000 small ones take 14 s. */
  REMOVE(300);

  private final Duration limit;

  EngineOperation(long seconds) {
    limit = Duration.ofSeconds(seconds);
  }

  Duration limit() {
    return limit;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
