package org.openhtc.job.assignment;

import java.util.List;
import java.util.Map;

/**
 * Published in the process that placed jobs, after the commit, so that their hosts need not read
 * them. Only a hint: the database alone is authoritative.
 *
 * @param byHost the placed jobs of each host
 */
public record JobsPlaced(Map<String, List<Assignment>> byHost) {}
