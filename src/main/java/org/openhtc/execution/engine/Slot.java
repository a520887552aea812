package org.openhtc.execution.engine;

/**
 * A container that only holds a network namespace, which other containers can join. The engine
 * would mount the slot's files writable into each of them, so that one job could redirect the
 * connections of the next one. Therefore containers mount the files read-only, from these paths on
 * the engine's machine.
 *
 * @param id of the container
 * @param hostsPath becomes {@code /etc/hosts}
 * @param resolvConfPath becomes {@code /etc/resolv.conf}
 * @param hostnamePath becomes {@code /etc/hostname}
 */
public record Slot(
    String id, String name, String hostsPath, String resolvConfPath, String hostnamePath) {}
