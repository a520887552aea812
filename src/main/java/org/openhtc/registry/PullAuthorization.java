package org.openhtc.registry;

/**
 * An image's reference and the token with which a host pulls it.
 *
 * @param reference {@code <host>/<repository>@<digest>}
 * @param token allows pulling from that repository for a short time
 */
public record PullAuthorization(String reference, String token) {

  /** Omits the token, so that it cannot appear in a log. */
  @Override
  public String toString() {
    return reference;
  }
}
