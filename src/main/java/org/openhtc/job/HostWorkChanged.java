package org.openhtc.job;

import java.util.Set;

/**
 * Published after something new was asked of hosts: jobs placed or their end requested. A hint to
 * look, never the truth.
 */
public record HostWorkChanged(Set<String> hosts) {}
