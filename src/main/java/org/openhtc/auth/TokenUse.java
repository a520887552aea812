package org.openhtc.auth;

/** The purpose of a token; claim {@code tokenUse}. */
enum TokenUse {
  /** Bearer token of a user. */
  USER,
  /** Bearer token of a running job. */
  JOB,
  /** Refresh token of a job; can only be exchanged for a new bearer token. */
  REFRESH,
  /** Password of a user for the image registry; the API itself does not accept it. */
  REGISTRY
}
