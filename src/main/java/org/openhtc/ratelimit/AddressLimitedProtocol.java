package org.openhtc.ratelimit;

import org.apache.coyote.http11.Http11NioProtocol;

/** Tomcat's HTTP, with a limit of connections per client address. Tomcat creates it by its name. */
public final class AddressLimitedProtocol extends Http11NioProtocol {
  private final AddressLimitedEndpoint endpoint;

  /** With no limit yet. */
  public AddressLimitedProtocol() {
    this(new AddressLimitedEndpoint());
  }

  private AddressLimitedProtocol(AddressLimitedEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  void limit(ConnectionLimit limit) {
    endpoint.limit(limit);
  }
}
