package org.openhtc.workspace;

/**
 * What workspaces belong to.
 *
 * @param code short text, stable
 */
public record Organization(String code, String name) {}
