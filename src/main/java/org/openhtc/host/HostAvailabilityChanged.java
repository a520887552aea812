package org.openhtc.host;

/** The health or the duty of a host has changed: it may take jobs now, or take none any more. */
public record HostAvailabilityChanged() {}
