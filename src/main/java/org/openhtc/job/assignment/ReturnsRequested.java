package org.openhtc.job.assignment;

import java.util.Map;
import java.util.Set;
import org.openhtc.job.JobId;

/**
 * Published when jobs that were placed ahead have to be given back: another host has room for them,
 * or a job of higher priority has to wait for them. A host gives back those that it has not
 * started, and ignores the others. Only a hint: it does not arrive in other processes, and hosts
 * give back what has waited for long in any case.
 *
 * @param byHost the jobs of each host
 */
public record ReturnsRequested(Map<String, Set<JobId>> byHost) {}
