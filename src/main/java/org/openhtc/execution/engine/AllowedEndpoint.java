package org.openhtc.execution.engine;

/**
 * A TCP endpoint that jobs may reach even if it is on their own host.
 *
 * @param address IPv4 address, such as {@code 172.17.0.1}
 * @param port 1 to 65535
 */
public record AllowedEndpoint(String address, int port) {}
