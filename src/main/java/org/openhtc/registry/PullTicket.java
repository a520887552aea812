package org.openhtc.registry;

/**
 * What a host needs to pull one image.
 *
 * @param reference {@code <host>/<repository>@<digest>}
 * @param token opens that repository for pulling, for a short while
 */
public record PullTicket(String reference, String token) {

  /** Keeps the token out of logs. */
  @Override
  public String toString() {
    return reference;
  }
}
