package org.openhtc.execution.docker;

import java.time.Duration;
import java.util.Locale;

/** What is asked of an engine, and how long that may take; generous, for an engine under load. */
enum Verb {
  CONNECT(5),
  FACTS(15),
  IMAGE(15),
  LIST(15),
  INSPECT(15),
  WATCH(15),
  /** Walks the writable layer: half a second for 100,000 files, far more on a busy disk. */
  MEASURE(60),
  /** Images of many GiB over a slow line; the engine itself gives up on a dead one sooner. */
  PULL(1800),
  CREATE(60),
  START(120),
  /** On top of the grace time that the caller gives. */
  STOP(60),
  LOG(120),
  PROBE(60),
  NETWORK(60),
  /** A container of ours that waits up to 10 s each time somebody else holds iptables' lock. */
  FIREWALL(120),
  /** Blocks until every file of the layer is deleted: 100,000 small ones take 14 s. */
  REMOVE(300);

  private final Duration limit;

  Verb(long seconds) {
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
