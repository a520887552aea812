package org.openhtc.execution.tracking;

import org.openhtc.execution.attempt.AttemptRunner;
import org.openhtc.execution.attempt.ContainerLaunch;
import org.openhtc.execution.attempt.DiskWatch;
import org.openhtc.execution.attempt.LaunchFailures;
import org.openhtc.execution.attempt.OomEvents;
import org.openhtc.execution.attempt.OrdinaryEnd;
import org.openhtc.execution.attempt.RecentContainers;

/**
 * What workers can do with the attempts on one host.
 *
 * @param signalled containers to which the engine has sent a signal; it outlasts a session, because
 *     an engine that shuts down ends the session, too
 */
public record HostOperations(
    ContainerLaunch launch,
    OrdinaryEnd ends,
    AttemptRunner runner,
    DiskWatch diskWatch,
    OomEvents oomEvents,
    RecentContainers signalled,
    LaunchFailures launchFailures) {}
