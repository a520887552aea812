package org.openhtc.execution.engine;

/**
 * A TCP service that jobs may reach although it may run on their own host.
 *
 * @param address IPv4 address that it is reached at, such as {@code 172.17.0.1}
 * @param port 1 to 65535
 */
public record AllowedEndpoint(String address, int port) {}
