package org.openhtc.execution.engine;

/**
 * A TCP endpoint of an engine, which jobs may not reach on any host.
 *
 * @param address IPv4 address
 * @param port 1 to 65535
 */
public record EngineEndpoint(String address, int port) {}
