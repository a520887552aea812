package org.openhtc.host;

/** A host was added, removed or moved to another endpoint: a hint to read the hosts now. */
public record HostsChanged() {}
