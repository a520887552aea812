package org.openhtc.job.assignment;

import java.util.List;
import java.util.Map;

/**
 * Published in the process that placed jobs, after the commit, so that their hosts need not read
 * them. Only a hint: the database alone is authoritative.
 *
 * @param byHost the placed jobs of each host, in the order of their placement; a hint that can
 *     arrive after the host has read or even ended a job, and does not arrive in other processes
 */
public record JobsPlaced(Map<String, List<Assignment>> byHost) {}
