package org.openhtc.workspace;

/**
 * A group of workspaces.
 *
 * @param code short text that never changes
 */
public record Organization(String code, String name) {}
