package org.openhtc.host;

/** A host came, went or is reached differently: a hint to look at them now. */
public record HostsChanged() {}
