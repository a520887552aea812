package org.openhtc.auth;

/** What a token is for; claim {@code tokenUse}. */
enum TokenUse {
  /** Bearer token of a user. */
  USER,
  /** Bearer token of a running job. */
  JOB,
  /** Buys a job a new bearer token, and nothing else. */
  REFRESH,
  /** Password of a user for the image registry; the API itself takes it nowhere. */
  REGISTRY
}
