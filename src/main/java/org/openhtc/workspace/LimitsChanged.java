package org.openhtc.workspace;

/**
 * A vCPU limit of a project or a workspace was set, changed or removed: held jobs may fit now.
 * Published inside the transaction that changes it, so listen after the commit.
 */
public record LimitsChanged() {}
