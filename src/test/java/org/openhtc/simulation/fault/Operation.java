package org.openhtc.simulation.fault;

/** An operation of the Docker API, for counts and faults. */
public enum Operation {
  PING,
  VERSION,
  INFO,
  EVENTS,
  CREATE,
  START,
  INSPECT,
  /** Inspect with the size of the writable layer. */
  SIZE,
  /** The changed files of the writable layer. */
  CHANGES,
  LIST,
  LOGS,
  STOP,
  KILL,
  WAIT,
  DELETE,
  /** Copy of an archive into a container. */
  ARCHIVE,
  IMAGE_INSPECT,
  IMAGE_LIST,
  /** Import or pull. */
  IMAGE_CREATE,
  IMAGE_DELETE,
  NETWORK_INSPECT,
  NETWORK_CREATE,
  NETWORK_DELETE,
  /** A request that the simulation does not implement; the response is 501. */
  OTHER
}
