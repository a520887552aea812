package org.openhtc.host;

/** A host takes jobs now, or takes none any more: its health or its duty has changed. */
public record HostAvailabilityChanged() {}
