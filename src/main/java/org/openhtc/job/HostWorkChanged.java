package org.openhtc.job;

import java.util.Set;

/**
 * Published after jobs were placed on hosts, or after their end was requested. A hint to read the
 * database, which alone is authoritative.
 */
public record HostWorkChanged(Set<String> hosts) {}
